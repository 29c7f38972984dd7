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

/** The name of a client's folder, which becomes a part of keys. */
export const folderName = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

type FileVersion = { key: string; etag: string; version: string };

/** Returns the id of a version of an object, which is equal for each of its events. */
export function fileId({ key, etag, version }: FileVersion): string {
  return hash("sha256", [key, etag, version].join("\n"), "hex").slice(0, 16);
}

/** Returns the file of an event; undefined for an object that lies in no client's folder. */
export function arrivedFile({ time, detail: { bucket, object } }: Arrival): ArrivedFile | undefined {
  const { key, size, etag } = object;
  const [client = "", ...rest] = key.split("/");
  const name = rest.join("/");
  if (!folderName.test(client) || name === "") {
    return undefined;
  }
  const version = object["version-id"] ?? object.sequencer ?? "";
  return {
    client,
    id: fileId({ key, etag, version }),
    bucket: bucket.name,
    key,
    name,
    bytes: size,
    etag: `"${etag}"`,
    arrivedAt: Date.parse(time),
  };
}
