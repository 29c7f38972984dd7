import type { Claim } from "@ashiato/core/daily-batch/claim";
import { businessDate } from "@ashiato/core/business-date";
import { exportVersion } from "@ashiato/core/columns";
import { csvwMetadata, csvwName } from "@ashiato/core/csvw";
import { type ExportDocument, exportDocumentSchema } from "@ashiato/core/export-document";
import { exportDocumentKey, runExportKey, type UnloadName } from "@ashiato/core/keys";
import { balanceExport } from "@ashiato/core/daily-batch/ledger";
import type { Publication, Superseding } from "@ashiato/core/daily-batch/output";
import { Resource } from "sst";
import * as z from "zod";
import { createJson, deleteObjects, readJson, writeJson } from "./aws/objects.ts";
import { parseInput } from "./batch/parse-input.ts";
import { logger, publishCounts } from "./aws/telemetry.ts";
import { countConflicts, knownConflicts } from "./publish/conflicts.ts";
import { readClaim, supersedingExport } from "./publish/give-way.ts";
import { inspectUnloaded } from "./publish/unloaded-files.ts";

const count = z.int().nonnegative();

const inputSchema = z.object({
  run: z.string(),
  date: z.iso.date(),
  /** The version that `summarize` claimed. */
  version: z.int().positive(),
  /** The attempt of the run that the UNLOAD belongs to: its redrive count, 0 at first. */
  attempt: count,
  counts: z.object({ rows: count, reports: count, conflicts: count }),
  /** Id of the UNLOAD statement, recorded in the run's ledger. */
  unloadId: z.string().optional(),
});

type Publishing = z.infer<typeof inputSchema>;

/**
 * Turns the files of an UNLOAD into an export: checks them against the expected counts, then writes
 * `export.json`, then deletes the markers of the claim. If the date has an export that was read later, or
 * that holds more, it gives way to that one and deletes nothing: the next round exports what is still
 * pending. Throws LedgerMismatch, with the numbers that differ, or ExportUnreadable; then no `export.json` is
 * written, and the date stays pending.
 */
export async function handler(event: unknown): Promise<Publication> {
  const publishing = parseInput(inputSchema, event);
  const claim = await readClaim(publishing);
  // Before the counts are compared: late reports may have come between an UNLOAD and the count of a run that
  // was stopped there.
  const earlier = await supersedingExport(claim, publishing.counts.reports);
  if (earlier !== undefined) {
    return await giveWay(publishing, earlier);
  }
  const document = await writeExport(publishing, claim);
  // Another run may have published while this one was working or hung: the markers may go only if this export
  // is the current one.
  const later = await supersedingExport(claim, document.rows);
  if (later !== undefined) {
    return await giveWay(publishing, later);
  }
  await deleteObjects(Resource.Lake.name, claim.markers);
  const { date, version, run, rows, conflicts, bytes, checksum } = document;
  const files = document.files.length;
  const published = {
    result: "published" as const,
    date,
    version,
    run,
    rows,
    conflicts,
    bytes,
    checksum,
    files,
  };
  await writeEntry(publishing, published);
  logger.info("publish", { published });
  publishCounts("publish", { rows, bytes, daysBehind: daysBehind(date) });
  return published;
}

/**
 * Checks the files and writes `export.json`. An export that the claim already has stays: this is a
 * repetition.
 */
async function writeExport(publishing: Publishing, claim: Claim): Promise<ExportDocument> {
  const { run, date, version, attempt, counts } = publishing;
  const name: UnloadName = { date, run, version, attempt };
  const bucket = Resource.Downloads.name;
  const { files, checksum, manifest, found } = await inspectUnloaded(bucket, name, counts.reports);
  balanceExport({
    date,
    partitionRows: counts.rows,
    partitionReports: counts.reports,
    partitionConflicts: counts.conflicts,
    writtenRows: claim.rows,
    manifest,
    files: found,
    conflictRows: await countConflicts(Resource.Lake.name, name),
  });
  const document: ExportDocument = exportDocumentSchema.parse({
    date,
    version,
    run,
    ...found,
    conflicts: counts.conflicts,
    checksum,
    timeZone: Resource.Settings.timeZone,
    schemaVersion: exportVersion,
    localTime: Resource.Settings.localTime,
    createdAt: new Date().toISOString(),
    files,
  });
  await Promise.all(files.map((file) => describeFile(bucket, file, document)));
  // Before the export exists: a publish that is repeated after a crash in between counts them again, so that
  // none misses its alarm.
  publishCounts("publish", {
    conflicts: Math.max(0, counts.conflicts - (await knownConflicts(bucket, name))),
  });
  const key = exportDocumentKey(name);
  return (await createJson(bucket, key, document))
    ? document
    : await readJson(bucket, key, exportDocumentSchema);
}

/** Puts a description of a CSV beside it, for programs that read data without a person. */
async function describeFile(
  bucket: string,
  { key, name }: ExportDocument["files"][number],
  document: ExportDocument,
): Promise<void> {
  await writeJson(bucket, csvwName(key), csvwMetadata({ ...document, url: name }));
}

async function giveWay(publishing: Publishing, by: Superseding): Promise<Publication> {
  const { date, version, run } = publishing;
  const superseded = { result: "superseded" as const, date, version, run, by };
  await writeEntry(publishing, superseded);
  logger.warn("superseded", { superseded });
  publishCounts("publish", { superseded: 1 });
  return superseded;
}

async function writeEntry(publishing: Publishing, publication: Publication): Promise<void> {
  const { counts, unloadId } = publishing;
  await writeJson(Resource.Lake.name, runExportKey(publishing), { ...publication, counts, unloadId });
}

/** Returns how many days a date is before today, in the stage's zone. */
function daysBehind(date: string): number {
  const today = businessDate(Date.now(), Resource.Settings.timeZone);
  return (Date.parse(today) - Date.parse(date)) / 86_400_000;
}
