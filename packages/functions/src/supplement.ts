import type { Supplemented, Superseding } from "@ashiato/core/daily-batch/output";
import { countLateRows, type Supplement, type UnchangedDocument } from "@ashiato/core/export-document";
import { exportDocumentKey } from "@ashiato/core/export-keys";
import { claimDatePrefix, parseClaimKey, requestKey, runExportKey } from "@ashiato/core/run-keys";
import { type Claim, claimSchema } from "@ashiato/core/daily-batch/claim";
import { Resource } from "sst";
import * as z from "zod";
import { createJson, deleteObjects, findJson, listKeys, writeJson } from "./aws/objects.ts";
import { logger, publishCounts } from "./aws/telemetry.ts";
import { findExportsOfDate, type FoundExport } from "./batch/find-exports.ts";
import { parseInput } from "./batch/parse-input.ts";
import { isSupplementable } from "./batch/supplementable.ts";
import { readClaim, supersedingExport } from "./batch/give-way.ts";
import { showDay } from "./batch/show-day.ts";
import { compareWithExport } from "./supplement/compare-with-export.ts";
import { readConflictsOfDate } from "./supplement/read-lines.ts";
import { readLateRows } from "./supplement/read-late-rows.ts";
import { showLateRows } from "./supplement/show-late-rows.ts";
import { writeSupplement } from "./supplement/write-supplement.ts";

const inputSchema = z.object({
  run: z.string(),
  date: z.iso.date(),
  /** The version that `summarize` claimed. */
  version: z.int().positive(),
  quality: z.object({ maxSpeedMetresPerSecond: z.number(), minJumpMetres: z.number() }),
});

type Supplementing = z.infer<typeof inputSchema>;

/**
 * Exports the late rows of a date: compares the files of a claim's batches with the current export, of which
 * it reads the rows of the same devices alone, and writes what that one lacks beside it as a supplement. Then
 * deletes the markers of the claim. Gives way like `publish`. Leaves the date to a whole export, which it
 * requests, where a supplement cannot put the date right.
 */
export async function handler(event: unknown): Promise<Supplemented> {
  const supplementing = parseInput(inputSchema, event);
  const claim = await readClaim(supplementing);
  const outcome = await supplement(supplementing, claim);
  await writeJson(Resource.Lake.name, runExportKey(supplementing), outcome);
  logger.info("supplement", { outcome });
  publishCounts("publish", {
    lateRows: outcome.result === "supplemented" ? outcome.rows : 0,
    superseded: outcome.result === "superseded" ? 1 : 0,
  });
  return outcome;
}

async function supplement(supplementing: Supplementing, claim: Claim): Promise<Supplemented> {
  const { Downloads, Lake, Settings } = Resource;
  const { date } = claim;
  for (;;) {
    // Before the export is chosen that they are compared with: a marker that is gone is in that export.
    const rows = await readLateRows(Lake.name, claim.markers);
    const current = (await findExportsOfDate(Downloads.name, date))[0];
    const superseding = await supersedingExport(claim, countRows(current));
    if (superseding !== undefined) {
      return superseded(claim, superseding);
    }
    const own = current?.supplements.find(({ version }) => version === claim.version);
    if (own !== undefined) {
      return await finish(claim, own);
    }
    if (
      current === undefined ||
      !isSupplementable(current.document) ||
      !(await coversEarlierClaims(claim, current))
    ) {
      return await leaveToWhole(claim);
    }
    const late = await compareWithExport(Downloads.name, current, {
      rows,
      conflicts: await readConflictsOfDate(Lake.name, claim),
      quality: supplementing.quality,
      localTimeZone: Settings.localTime ? Settings.timeZone : undefined,
    });
    if (late.outdated) {
      return await leaveToWhole(claim);
    }
    if (late.lines.length === 0 && late.conflicts.length === 0) {
      return await unchanged(claim, current);
    }
    const written = await writeSupplement(claim, current, late);
    if (written !== undefined) {
      return await finish(claim, written);
    }
  }
}

/** Deletes the markers, if the export is still the current one. */
async function finish(claim: Claim, written: Supplement): Promise<Supplemented> {
  const { date, supplementOf, number, rows, conflicts, bytes } = written;
  return (
    (await settle(claim, rows)) ?? {
      result: "supplemented",
      date,
      version: supplementOf,
      supplement: number,
      rows,
      conflicts,
      bytes,
    }
  );
}

/** Says that the export holds what was read for the claim, as every row of its batches is a repetition. */
async function unchanged(claim: Claim, current: FoundExport): Promise<Supplemented> {
  const { date, version, run, completeThrough } = claim;
  const { document } = current;
  const said: UnchangedDocument = {
    date,
    version,
    run,
    unchangedSince: document.version,
    createdAt: new Date().toISOString(),
    completeThrough,
  };
  await createJson(Resource.Downloads.name, exportDocumentKey(claim), said);
  const { rows, conflicts, bytes } = document;
  return (
    (await settle(claim, countRows(current))) ?? {
      result: "unchanged",
      date,
      version: document.version,
      rows: rows + countLateRows(current.supplements),
      conflicts,
      bytes,
    }
  );
}

/**
 * Makes the table of days show the rows, and deletes the markers; or gives way, if the export is not the
 * current one any more.
 */
async function settle(claim: Claim, rows: number): Promise<Supplemented | undefined> {
  const { Downloads, Settings } = Resource;
  const [current, ...others] = await findExportsOfDate(Downloads.name, claim.date);
  if (current !== undefined) {
    await showLateRows(current);
    // The supplement may have made its export the current one again, after a later one was shown.
    if (Settings.parquet && others.some(({ document }) => document.version > current.document.version)) {
      await showDay(claim.date);
    }
  }
  const later = await supersedingExport(claim, rows);
  if (later !== undefined) {
    return superseded(claim, later);
  }
  await deleteObjects(Resource.Lake.name, claim.markers);
  return undefined;
}

/** Requests the whole export instead: the markers stay, and the run goes another round. */
async function leaveToWhole(claim: Claim): Promise<Supplemented> {
  const { date, version, run } = claim;
  const requested = { date, run, requestedAt: new Date().toISOString() };
  await writeJson(Resource.Lake.name, requestKey(date, `whole-${run}`), requested);
  return { result: "left to a whole export", date, version, run };
}

function superseded({ date, version, run }: Claim, by: Superseding): Supplemented {
  return { result: "superseded", date, version, run, by };
}

/**
 * Returns whether every claim that was made between the current export and this one is for batches that this
 * one is for too. Such a claim's export may be published at this moment, and delete its markers: a supplement
 * of an older export must then hold their rows.
 */
async function coversEarlierClaims(claim: Claim, { readAs }: FoundExport): Promise<boolean> {
  const own = new Set(claim.markers);
  for await (const key of listKeys(Resource.Lake.name, claimDatePrefix(claim.date))) {
    const version = parseClaimKey(key)?.version ?? 0;
    const earlier =
      version > readAs && version < claim.version
        ? await findJson(Resource.Lake.name, key, claimSchema)
        : undefined;
    if (earlier?.markers.some((marker) => !own.has(marker))) {
      return false;
    }
  }
  return true;
}

function countRows(found: FoundExport | undefined): number {
  return found === undefined ? 0 : found.document.rows + countLateRows(found.supplements);
}
