import type { ExportMode } from "@ashiato/core/daily-batch/export-mode";
import type { Claim } from "@ashiato/core/daily-batch/claim";
import { isRequest, ledgerKey } from "@ashiato/core/run-keys";
import { balanceBatches, type Ledger, ledgerSchema } from "@ashiato/core/daily-batch/ledger";
import { Resource } from "sst";
import * as z from "zod";
import { writeJson } from "./aws/objects.ts";
import { parseInput } from "./batch/parse-input.ts";
import { listPendingDates } from "./batch/pending-dates.ts";
import { findRunLedger } from "./batch/run-ledger.ts";
import { logger, publishCounts } from "./aws/telemetry.ts";
import { chooseModes, datesDue } from "./summarize/choose-dates.ts";
import { type ClaimRequest, claimVersion } from "./summarize/claim-version.ts";
import { withdrawnRows } from "./summarize/withdrawn-rows.ts";
import { mapOutputSchema, readMapResults } from "./summarize/map-results.ts";

const inputSchema = z.object({
  run: z.string(),
  date: z.iso.date(),
  round: z.int().positive(),
  /** Dates that the run may still export. */
  room: z.int().positive(),
  map: mapOutputSchema,
  /** When a date's whole CSV is made anew. */
  wholes: z.object({ wholeAges: z.array(z.int().positive()), maxLateShare: z.number() }),
  /** Whether the run was to drain the queue. */
  drain: z.boolean().default(true),
  /** Every report accepted before then was in the inbox; null if the queue was not drained. */
  completeThrough: z.iso.datetime().nullable().default(null),
});

/** Dates whose versions are claimed at a time. */
const claimers = 16;

/**
 * The dates to export, oldest first, each with its claimed version and how it is exported, and what the run
 * has read and written in its rounds so far.
 */
export type Summary = { dates: { date: string; version: number; mode: ExportMode }[]; ledger: Ledger };

/**
 * Balances the round's ledger and claims a version for each date to export: the run's own, in its first
 * round, each that has a marker, whichever run left it, and each whose late rows are due in its whole CSV, up
 * to what the run may still export. Leaves
 * `runs/<run>/ledger/<round>.json`. Throws MapRunFailed, LedgerMismatch.
 */
export async function handler(event: unknown): Promise<Summary> {
  const { run, date, round, room, map, wholes, drain, completeThrough } = parseInput(inputSchema, event);
  const bucket = Resource.Lake.name;
  const batches = await readMapResults(map);
  const { ledger, rowsByDate, rejectedByReason } = balanceBatches(batches);
  const pending = await listPendingDates(bucket);
  const now = Date.now();
  const due = round === 1 ? await datesDue(now, wholes) : [];
  const wanted = datesInOrder(pending, { own: round === 1 ? date : undefined, due });
  const chosen = await chooseModes(
    wanted.slice(0, room).map((day) => ({
      date: day,
      markers: pending.get(day) ?? [],
      own: round === 1 && day === date,
    })),
    now,
    wholes,
  );
  const withdrawn = await withdrawnRows(batches);
  const claims = await claimVersions(
    chosen
      .toSorted((a, b) => (a.date < b.date ? -1 : 1))
      .map(({ date: day, mode }) => ({
        date: day,
        run,
        round,
        mode,
        rows: (rowsByDate.get(day) ?? 0) - (withdrawn.get(day) ?? 0),
        markers: pending.get(day) ?? [],
        ...(completeThrough !== null && { completeThrough }),
      })),
  );
  const dates = claims.map((claim) => ({
    date: claim.date,
    version: claim.version,
    mode: claim.mode,
    rows: claim.rows,
  }));
  await writeJson(bucket, ledgerKey(run, round), {
    run,
    round,
    date,
    ...ledger,
    rowsByDate: Object.fromEntries(rowsByDate),
    ...(rejectedByReason && { rejectedByReason: Object.fromEntries(rejectedByReason) }),
    dates,
    batches,
  });
  logger.info("summarize", { run, round, ledger, dates, left: wanted.slice(room), completeThrough });
  publishCounts("summarize", {
    ...ledger,
    dates: dates.length,
    undrained: round === 1 && drain && completeThrough === null ? 1 : 0,
  });
  return {
    dates: claims.map((claim) => ({ date: claim.date, version: claim.version, mode: claim.mode })),
    // The sums alone: the machine carries them, and the notification is read by people.
    ledger: ledgerSchema.parse((await findRunLedger(bucket, run)) ?? ledger),
  };
}

async function claimVersions(requests: ClaimRequest[]): Promise<Claim[]> {
  const claims: Claim[] = [];
  for (let start = 0; start < requests.length; start += claimers) {
    claims.push(...(await Promise.all(requests.slice(start, start + claimers).map(claimVersion))));
  }
  return claims;
}

/**
 * Returns the run's own date, then those that were requested, then all others that are pending, each from
 * the oldest on, then those whose late rows are due: what does not fit into a run waits for the next one, and
 * none waits for ever.
 */
function datesInOrder(
  pending: ReadonlyMap<string, string[]>,
  { own, due }: { own: string | undefined; due: readonly string[] },
): string[] {
  const dates = [...pending].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const requested = dates.filter(([, markers]) => markers.some(isRequest));
  const all = [...requested, ...dates].map(([date]) => date);
  return [...new Set([...(own === undefined ? [] : [own]), ...all, ...due])];
}
