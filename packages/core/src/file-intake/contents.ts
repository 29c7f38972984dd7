import { hash } from "node:crypto";

/** What S3 answers of an object to HeadObject with `ChecksumMode`. */
export type ObjectChecksums = {
  /** Without quotes. */
  etag: string;
  bytes: number;
  crc64nvme?: string | undefined;
  sha256?: string | undefined;
  /** `COMPOSITE` is of an upload in parts, and of the checksums of its parts. */
  type?: string | undefined;
};

/**
 * Returns the ids by which equal contents are known, whichever way they came: one for each checksum of the
 * whole object. S3 computes a CRC-64 of whatever comes without a checksum, in parts or whole. The ETag is
 * equal for contents that came in the same parts. A checksum of 32 bits is left out: among files of one size,
 * two different ones may share it, and the second would not be taken.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
 */
export function contentIds({ etag, bytes, crc64nvme, sha256, type }: ObjectChecksums): string[] {
  const whole = type === "FULL_OBJECT" ? { crc64nvme, sha256 } : {};
  const checksums = Object.entries(whole).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name} ${value}`],
  );
  return [etag, ...checksums].map((checksum) => hash("sha256", `${checksum}\n${bytes}`, "hex").slice(0, 32));
}
