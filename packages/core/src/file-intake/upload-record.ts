import * as z from "zod";

/** A file that is to be uploaded: `uploads/<owner>/<id>.json`. */
export const uploadRecordSchema = z.object({
  id: z.string(),
  client: z.string(),
  name: z.string(),
  bytes: z.int().positive(),
  contentType: z.string().nullable(),
  /** In hexadecimal; S3 refuses other contents. */
  sha256: z.string().nullable(),
  /** Where the file will lie in the inbox. */
  key: z.string(),
  createdAt: z.iso.datetime(),
  /** Until then links are signed. */
  expiresAt: z.iso.datetime(),
  /** S3's upload in parts; null for a file that is uploaded by one PUT. */
  multipart: z.object({ uploadId: z.string(), partBytes: z.int().positive() }).nullable(),
});

export type UploadRecord = z.output<typeof uploadRecordSchema>;

/** The last moment in milliseconds that 48 bits hold. */
const lastMoment = 2 ** 48 - 1;

/**
 * Returns the id of a new upload. S3 lists keys in the order of their characters: with the time that is left
 * in front, it lists the newest upload first.
 * @param now milliseconds since 1970
 * @param random hexadecimal digits
 */
export function newUploadId(now: number, random: string): string {
  return `${(lastMoment - now).toString(16).padStart(12, "0")}${random}`;
}

/** S3 takes at most 5 GiB by one PUT: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
export const maxPutBytes = 5 * 1024 ** 3;
/** AWS advises parts from this size on, and a lost connection costs no more than this. */
const wholeBytes = 100 * 1024 ** 2;
export const maxUploadBytes = 50 * 1024 ** 3;
const minPartBytes = 64 * 1024 ** 2;
/** Links to all of them make an answer of less than 1 MB. */
const maxUploadParts = 800;

/**
 * Returns the size of the parts in which a file is uploaded; undefined for one PUT. S3 checks a SHA-256 only
 * of a file that comes by one PUT.
 */
export function uploadPartBytes(bytes: number, hasChecksum: boolean): number | undefined {
  if (bytes <= wholeBytes || (hasChecksum && bytes <= maxPutBytes)) {
    return undefined;
  }
  return Math.max(minPartBytes, Math.ceil(bytes / maxUploadParts));
}

export type UploadPart = { number: number; from: number; bytes: number };

/** Returns the parts of a file, numbered from 1, in their order. */
export function uploadParts(bytes: number, partBytes: number): UploadPart[] {
  return Array.from({ length: Math.ceil(bytes / partBytes) }, (_, index) => {
    const from = index * partBytes;
    return { number: index + 1, from, bytes: Math.min(partBytes, bytes - from) };
  });
}
