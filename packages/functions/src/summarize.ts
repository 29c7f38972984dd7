import { ledgerKey, runDateKey } from "@ashiato/core/keys";
import { balanceBatches, type Ledger } from "@ashiato/core/ledger";
import { Resource } from "sst";
import * as z from "zod";
import { writeJson } from "./aws/objects.ts";
import type { RunDate } from "./aws/run-date.ts";
import { parseInput } from "./aws/parse-input.ts";
import { logger, publishCounts } from "./aws/telemetry.ts";
import { mapOutputSchema, readMapResults } from "./summarize/map-results.ts";
import { listPendingDates } from "./summarize/pending-dates.ts";

const inputSchema = z.object({ run: z.string(), date: z.iso.date(), map: mapOutputSchema });

/** The dates to export, oldest first, and what the run read and wrote. */
export type Summary = { dates: { date: string }[]; ledger: Ledger };

/**
 * Balances the run's ledger and names the dates to export: the run's own, and each that holds rows which no export holds yet, whichever run wrote them.
 * Leaves `ledger.json` and a document for each date under `runs/<run>/`. Throws MapRunFailed, LedgerMismatch.
 */
export async function handler(event: unknown): Promise<Summary> {
  const { run, date, map } = parseInput(inputSchema, event);
  const bucket = Resource.Lake.name;
  const batches = await readMapResults(map);
  const { ledger, rowsByDate } = balanceBatches(batches);
  const pending = await listPendingDates(bucket);
  const dates = [...new Set([date, ...pending.keys()])]
    .toSorted()
    .map((day): RunDate => ({ date: day, rows: rowsByDate.get(day) ?? 0, markers: pending.get(day) ?? [] }));
  for (const runDate of dates) {
    await writeJson(bucket, runDateKey(run, runDate.date), runDate);
  }
  await writeJson(bucket, ledgerKey(run), {
    run,
    date,
    ...ledger,
    dates: dates.map((runDate) => ({ date: runDate.date, rows: runDate.rows })),
    batches,
  });
  logger.info("summarize", { run, ledger, dates: dates.map((runDate) => runDate.date) });
  publishCounts("summarize", { ...ledger, dates: dates.length });
  return { dates: dates.map((runDate) => ({ date: runDate.date })), ledger };
}
