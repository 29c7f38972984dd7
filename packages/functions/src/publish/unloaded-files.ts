import { createHash } from "node:crypto";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import type { ExportDocument } from "@ashiato/core/export-document";
import { type UnloadName, unloadPrefix } from "@ashiato/core/keys";
import { headerOfExport } from "@ashiato/core/local-time";
import { Resource } from "sst";
import { s3 } from "../aws/s3.ts";
import { inspectFile } from "./inspect-file.ts";
import { readUnloadManifest, type UnloadedFile } from "./unload-manifest.ts";

/** Data rows and bytes of all files. */
type Total = { rows: number; bytes: number };

/** The files of an UNLOAD, with the totals of the manifest and of the files themselves. */
export type Unloaded = Pick<ExportDocument, "files" | "checksum"> & { manifest: Total; found: Total };

/**
 * Reads the files of an UNLOAD; without reports there is one file with only the header. Throws
 * ExportUnreadable.
 */
export async function inspectUnloaded(bucket: string, name: UnloadName, reports: number): Promise<Unloaded> {
  const unloaded = await readUnloadManifest(bucket, name);
  const expected = unloaded.length === 0 && reports === 0 ? [await writeEmptyFile(bucket, name)] : unloaded;
  const hash = createHash("sha256");
  const files: ExportDocument["files"] = [];
  for (const { key } of expected) {
    const fileName = key.slice(key.lastIndexOf("/") + 1);
    files.push({ key, name: fileName, ...(await inspectFile(bucket, key, hash)) });
  }
  return {
    files,
    checksum: `sha256:${hash.digest("hex")}`,
    manifest: total(expected),
    found: total(files),
  };
}

/** Writes only a header for an empty day; UNLOAD does not promise a file without rows. */
async function writeEmptyFile(bucket: string, name: UnloadName): Promise<UnloadedFile> {
  const key = `${unloadPrefix(name)}000.csv`;
  const body = `${headerOfExport(Resource.Settings.localTime)}\n`;
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: "text/csv" }));
  return { key, bytes: body.length, rows: 0 };
}

function total(files: Total[]): Total {
  return {
    rows: files.reduce((sum, { rows }) => sum + rows, 0),
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}
