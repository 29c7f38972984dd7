import { createHash } from "node:crypto";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import type { DeviceIndex, ExportDocument } from "@ashiato/core/export-document";
import { type UnloadName, unloadPrefix } from "@ashiato/core/export-keys";
import { headerOfExport } from "@ashiato/core/local-time";
import { Resource } from "sst";
import { s3 } from "../aws/s3.ts";
import { inspectFile } from "./inspect-file.ts";
import type { UnloadedFile } from "../batch/read-manifest.ts";
import { readUnloadManifest } from "./unload-manifest.ts";

/** Data rows and bytes of all files. */
type Total = { rows: number; bytes: number };

/** The files of an UNLOAD, with the totals from the manifest and from the files themselves. */
export type Unloaded = Pick<ExportDocument, "files" | "checksum"> & {
  manifest: Total;
  found: Total;
  index: DeviceIndex;
};

/**
 * Reads the files of an UNLOAD; writes one file with only the header if there are no reports. Throws
 * ExportUnreadable.
 */
export async function inspectUnloaded(bucket: string, name: UnloadName, reports: number): Promise<Unloaded> {
  const unloaded = await readUnloadManifest(bucket, name);
  const expected = unloaded.length === 0 && reports === 0 ? [await writeEmptyFile(bucket, name)] : unloaded;
  // The checksum of one file is that of all: its bytes are not hashed twice.
  const hash = expected.length === 1 ? undefined : createHash("sha256");
  const files: ExportDocument["files"] = [];
  const index: DeviceIndex = { files: [] };
  for (const { key } of expected) {
    const fileName = key.slice(key.lastIndexOf("/") + 1);
    const { entries, ...inspected } = await inspectFile(bucket, key, hash);
    files.push({ key, name: fileName, ...inspected });
    index.files.push({ key, bytes: inspected.bytes, entries });
  }
  return {
    files,
    checksum: `sha256:${hash?.digest("hex") ?? files[0]?.sha256}`,
    manifest: total(expected),
    found: total(files),
    index,
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
