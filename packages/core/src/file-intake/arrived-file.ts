import { hash } from "node:crypto";
import * as z from "zod";

/**
 * The input of an execution: S3's event of an object that was created, and whether a person asks for the file
 * again.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
export const arrivalSchema = z.object({
  time: z.iso.datetime(),
  detail: z.object({
    bucket: z.object({ name: z.string() }),
    object: z.object({
      key: z.string(),
      size: z.int().nonnegative(),
      etag: z.string(),
      "version-id": z.string().optional(),
      sequencer: z.string().optional(),
    }),
  }),
  again: z.boolean().optional(),
});

export type Arrival = z.output<typeof arrivalSchema>;

/** A file as it lies in the inbox. */
export const arrivedFileSchema = z.object({
  client: z.string(),
  /** Equal for every event of the same contents at the same place. */
  id: z.string(),
  /** Equal for equal contents, as far as S3's checksum of an upload shows: ETag and size. */
  content: z.string(),
  bucket: z.string(),
  key: z.string(),
  /** The key below the client's folder. */
  name: z.string(),
  bytes: z.int(),
  etag: z.string(),
  /** Milliseconds since 1970. */
  arrivedAt: z.int(),
});

export type ArrivedFile = z.output<typeof arrivedFileSchema>;

/** A client's folder, whose name becomes a part of keys. */
const folderPattern = /^(?<client>[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)\/(?<name>.+)$/;

/** Returns the file of an event; undefined for an object that lies in no client's folder. */
export function arrivedFile({ time, detail: { bucket, object } }: Arrival): ArrivedFile | undefined {
  const { key, size, etag } = object;
  const { client, name } = folderPattern.exec(key)?.groups ?? {};
  if (client === undefined || name === undefined) {
    return undefined;
  }
  const version = object["version-id"] ?? object.sequencer ?? "";
  return {
    client,
    id: hash("sha256", [key, etag, version].join("\n"), "hex").slice(0, 16),
    content: hash("sha256", `${etag}\n${size}`, "hex").slice(0, 32),
    bucket: bucket.name,
    key,
    name,
    bytes: size,
    etag: `"${etag}"`,
    arrivedAt: Date.parse(time),
  };
}
