import { z } from "zod";
import type { S3Object, S3Upload, S3Part } from "../fauxqs-parts.ts";

const date = z.iso.datetime().transform((text) => new Date(text));
const bytes = z.int().nonnegative();
const checksumAlgorithm = z.enum(["CRC32", "SHA1", "SHA256"]);

/** Headers that an object is answered with as they were given. */
const system = {
  contentLanguage: z.string().exactOptional(),
  contentDisposition: z.string().exactOptional(),
  cacheControl: z.string().exactOptional(),
  contentEncoding: z.string().exactOptional(),
  checksumAlgorithm: checksumAlgorithm.exactOptional(),
};

/**
 * Name of the file beside the record that has the bytes. Absent in records that fauxqs wrote: it is the
 * record's own with another ending.
 */
const data = z.string().exactOptional();

/** Of one that was written while its bucket kept no versions absent: its id is `null`. */
const version = z.object({ id: z.string(), order: z.int() }).exactOptional();

/** What `<key>.meta.json` says of an object. */
export const objectRecord = z.object({
  key: z.string(),
  data,
  contentType: z.string(),
  contentLength: bytes,
  etag: z.string(),
  lastModified: date,
  metadata: z.record(z.string(), z.string()),
  ...system,
  parts: z.array(z.object({ partNumber: z.int(), offset: bytes, length: bytes })).exactOptional(),
  checksumValue: z.string().exactOptional(),
  checksumType: z.enum(["FULL_OBJECT", "COMPOSITE"]).exactOptional(),
  partChecksums: z.array(z.string()).exactOptional(),
  version,
});

/** An object with what fauxqs knows nothing of: which version of its key it is. */
export type StoredObject = S3Object & { version?: { id: string; order: number } };

/** What `.bucket.json` says of a bucket. */
export const bucketRecord = z.object({ creationDate: date, type: z.enum(["general-purpose", "directory"]) });

/** What `.upload.json` says of a multipart upload. */
export const uploadRecord = z.object({
  uploadId: z.string(),
  bucket: z.string(),
  key: z.string(),
  contentType: z.string(),
  metadata: z.record(z.string(), z.string()),
  initiated: date,
  ...system,
});

/** What `<number>.meta.json` says of a part. */
export const partRecord = z.object({
  partNumber: z.int(),
  data,
  /** Absent in records that fauxqs wrote. */
  contentLength: bytes.exactOptional(),
  etag: z.string(),
  lastModified: date,
  checksumValue: z.string().exactOptional(),
});

/** JSON leaves out what is undefined: the bytes, which are in a file of their own. */
export function objectText(object: S3Object, dataName: string): string {
  return JSON.stringify({ ...object, body: undefined, data: dataName });
}

export function uploadText(upload: S3Upload): string {
  return JSON.stringify({ ...upload, parts: undefined });
}

export function partText(
  part: Omit<S3Part, "body">,
  { size, data: dataName }: { size: number; data: string },
) {
  return JSON.stringify({ ...part, body: undefined, contentLength: size, data: dataName });
}
