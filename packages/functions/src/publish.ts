import { createHash } from "node:crypto";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { csvHeader, schemaVersion } from "@ashiato/core/columns";
import { type ExportDocument, exportDocumentSchema } from "@ashiato/core/export-document";
import { exportDocumentKey, runDateKey, runExportKey, unloadPrefix } from "@ashiato/core/keys";
import { balanceExport } from "@ashiato/core/ledger";
import { Resource } from "sst";
import * as z from "zod";
import { s3 } from "./aws/s3.ts";
import { deleteObjects, readJson, writeJson } from "./aws/objects.ts";
import { runDateSchema } from "./aws/run-date.ts";
import { parseInput } from "./aws/parse-input.ts";
import { logger, publishCounts } from "./aws/telemetry.ts";
import { countConflicts, knownConflicts } from "./publish/conflicts.ts";
import { exportVersion } from "./publish/export-version.ts";
import { inspectFile } from "./publish/inspect-file.ts";
import { readUnloadManifest, type UnloadedFile } from "./publish/unload-manifest.ts";

const count = z.int().nonnegative();

const inputSchema = z.object({
  run: z.string(),
  date: z.iso.date(),
  counts: z.object({ rows: count, reports: count, conflicts: count }),
  /** Id of the UNLOAD statement, for the run's ledger alone. */
  unloadId: z.string().optional(),
});

/** What the state machine is told of a published export. */
export type PublishedExport = Pick<
  ExportDocument,
  "date" | "version" | "run" | "rows" | "conflicts" | "bytes" | "checksum"
> & {
  files: number;
};

/**
 * Makes an UNLOAD's files an export: checks what was written against what had to be, then writes `export.json`. Throws LedgerMismatch, with the
 * numbers that differ, or ExportUnreadable; then no `export.json` is written, and the date stays pending.
 */
export async function handler(event: unknown): Promise<PublishedExport> {
  const { run, date, counts, unloadId } = parseInput(inputSchema, event);
  const { Lake, Downloads, Settings } = Resource;
  const runDate = await readJson(Lake.name, runDateKey(run, date), runDateSchema);
  const unloaded = await readUnloadManifest(Downloads.name, { date, run });
  const expected =
    unloaded.length === 0 && counts.reports === 0
      ? [await writeEmptyFile(Downloads.name, { date, run })]
      : unloaded;
  const { files, checksum } = await inspectFiles(Downloads.name, expected);
  balanceExport({
    date,
    partitionRows: counts.rows,
    partitionReports: counts.reports,
    partitionConflicts: counts.conflicts,
    writtenRows: runDate.rows,
    manifest: total(expected),
    files: total(files),
    conflictRows: await countConflicts(Lake.name, { date, run }),
  });
  const { version, createdAt } = await exportVersion(Downloads.name, { date, run, now: new Date() });
  const summary = { date, version, run, ...total(files), conflicts: counts.conflicts, checksum };
  const document = { ...summary, timeZone: Settings.timeZone, schemaVersion, createdAt, files };
  // Before the export is there: whoever repeats a publish that ended in between counts them again, and none goes without its alarm.
  publishCounts("publish", {
    conflicts: Math.max(0, counts.conflicts - (await knownConflicts(Downloads.name, { date, run }))),
  });
  await writeJson(Downloads.name, exportDocumentKey(date, run), exportDocumentSchema.parse(document));
  await deleteObjects(Lake.name, runDate.markers);
  const published = { ...summary, files: files.length };
  await writeJson(Lake.name, runExportKey(run, date), { ...published, counts, unloadId });
  logger.info("publish", { published, counts, unloadId });
  publishCounts("publish", { rows: published.rows, bytes: published.bytes });
  return published;
}

/** An empty day gives a header alone; whether UNLOAD writes a file for no rows is not promised. */
async function writeEmptyFile(
  bucket: string,
  { date, run }: { date: string; run: string },
): Promise<UnloadedFile> {
  const key = `${unloadPrefix(date, run)}000.csv`;
  const body = `${csvHeader}\n`;
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: "text/csv" }));
  return { key, bytes: body.length, rows: 0 };
}

async function inspectFiles(
  bucket: string,
  expected: UnloadedFile[],
): Promise<Pick<ExportDocument, "files" | "checksum">> {
  const hash = createHash("sha256");
  const files: ExportDocument["files"] = [];
  for (const { key } of expected) {
    const name = key.slice(key.lastIndexOf("/") + 1);
    files.push({ key, name, ...(await inspectFile(bucket, key, hash)) });
  }
  return { files, checksum: `sha256:${hash.digest("hex")}` };
}

function total(files: { rows: number; bytes: number }[]): { rows: number; bytes: number } {
  return {
    rows: files.reduce((sum, { rows }) => sum + rows, 0),
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}
