import { businessDate } from "@ashiato/core/business-date";
import { runExportKey } from "@ashiato/core/run-keys";
import type { Publication, Superseding } from "@ashiato/core/daily-batch/output";
import { Resource } from "sst";
import * as z from "zod";
import { deleteObjects, writeJson } from "./aws/objects.ts";
import { parseInput } from "./batch/parse-input.ts";
import { logger, publishCounts } from "./aws/telemetry.ts";
import { deleteCopy } from "./publish/copy.ts";
import { readClaim, supersedingExport } from "./batch/give-way.ts";
import { showDay } from "./batch/show-day.ts";
import { writeVersion } from "./publish/write-version.ts";

const count = z.int().nonnegative();

const inputSchema = z.object({
  run: z.string(),
  date: z.iso.date(),
  /** The version that `summarize` claimed. */
  version: z.int().positive(),
  /** The run's attempt to which the UNLOAD belongs: its redrive count, 0 at first. */
  attempt: count,
  counts: z.object({ rows: count, reports: count, conflicts: count }),
  /** Id of the UNLOAD statement, recorded in the run's ledger. */
  unloadId: z.string().optional(),
});

type Publishing = z.infer<typeof inputSchema>;

/**
 * Turns the files of an UNLOAD into an export: checks them against the expected counts, then writes
 * `export.json`, then makes the table of days show it, then deletes the markers of the claim. Where nothing
 * has changed since the current export, that one stays, and the files, which are a copy of its own, go last.
 * If the date has an export that was read later, or that holds more, it gives way to that one and deletes
 * nothing: the next round exports what is still pending. Throws LedgerMismatch, with the numbers that differ,
 * or ExportUnreadable; then no `export.json` is written, and the date stays pending. It stays pending too
 * where StatementFailed says that the table of days could not be moved.
 */
export async function handler(event: unknown): Promise<Publication> {
  const publishing = parseInput(inputSchema, event);
  const claim = await readClaim(publishing);
  // Before the counts are compared: late reports may have arrived between the UNLOAD and the count of a run
  // that was stopped between the two.
  const earlier = await supersedingExport(claim, publishing.counts.reports);
  if (earlier !== undefined) {
    return await giveWay(publishing, earlier);
  }
  const { result, document } = await writeVersion(publishing, claim);
  if (Resource.Settings.parquet) {
    await showDay(publishing.date);
  }
  // Another run may have published while this one was working or hung: the markers may be deleted only if
  // this export is the current one.
  const later = await supersedingExport(claim, document.rows);
  if (later !== undefined) {
    return await giveWay(publishing, later);
  }
  await deleteObjects(Resource.Lake.name, claim.markers);
  const { date, version, run, rows, conflicts, bytes, checksum } = document;
  const files = document.files.length;
  const published = { result, date, version, run, rows, conflicts, bytes, checksum, files };
  await writeEntry(publishing, published);
  if (result === "unchanged") {
    await deleteCopy(publishing, document);
  }
  logger.info("publish", { published });
  publishCounts("publish", {
    ...(result === "published" ? { rows, bytes } : { unchanged: 1 }),
    daysBehind: daysBehind(date),
  });
  return published;
}

async function giveWay(publishing: Publishing, by: Superseding): Promise<Publication> {
  if (Resource.Settings.parquet) {
    // A statement of this run, or of an attempt at it that was killed, may have moved the table back.
    await showDay(publishing.date);
  }
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
