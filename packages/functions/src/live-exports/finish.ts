import { PutObjectCommand } from "@aws-sdk/client-s3";
import { csvHeader } from "@ashiato/core/columns";
import {
  type InboxState,
  inboxState,
  type LiveExport,
  type LiveSelection,
  type LiveStep,
} from "@ashiato/core/live-exports/live-export";
import { liveExportKey, liveUnloadPrefix } from "@ashiato/core/live-keys";
import { workPrefix, workTimeOf } from "@ashiato/core/work-keys";
import { Resource } from "sst";
import { allKeys, writeJson } from "../aws/objects.ts";
import { s3 } from "../aws/s3.ts";
import { readManifest, type UnloadedFile } from "../batch/read-manifest.ts";

type Finishing = {
  id: string;
  selection: LiveSelection;
  attempt: string;
  inbox: InboxState;
  last: boolean;
};

/**
 * Writes the record of a live export once its rows are unloaded; asks for another round if objects have left
 * the inbox since it was noted, unless it was the last one. Throws ExportUnreadable.
 */
export async function finish({ id, selection, attempt, inbox, last }: Finishing): Promise<LiveStep> {
  const keys = await allKeys(Resource.Lake.name, workPrefix);
  const complete = inboxState(keys, inbox.last).hash === inbox.hash;
  if (!complete && !last) {
    return { result: "again" };
  }
  const files = await unloadedFiles({ id, date: selection.date, attempt });
  const storedThrough = workTimeOf(inbox.last);
  const written: LiveExport = {
    id,
    selection,
    complete,
    ...(storedThrough !== undefined && { storedThrough }),
    createdAt: new Date().toISOString(),
    rows: files.reduce((sum, { rows }) => sum + rows, 0),
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    files: files.map((file, index) => ({ ...file, name: fileName(selection.date, files.length, index) })),
  };
  await writeJson(Resource.Downloads.name, liveExportKey(id), written);
  const { rows, bytes } = written;
  return { result: "written", rows, bytes, files: files.length, complete };
}

/** Returns the files with their data rows: of no rows, one file with the header alone. */
async function unloadedFiles(name: { id: string; date: string; attempt: string }): Promise<UnloadedFile[]> {
  const bucket = Resource.Downloads.name;
  const prefix = liveUnloadPrefix(name);
  const files = await readManifest(bucket, `${prefix}manifest`);
  if (files.length > 0) {
    // The manifest counts the header line of each file.
    return files.map((file) => ({ ...file, rows: file.rows - 1 }));
  }
  const key = `${prefix}empty.csv`;
  const Body = `${csvHeader}\n`;
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body, ContentType: "text/csv" }));
  return [{ key, rows: 0, bytes: Body.length }];
}

function fileName(date: string, files: number, index: number): string {
  return `locations_${date}_live${files > 1 ? `_part${index + 1}` : ""}.csv`;
}
