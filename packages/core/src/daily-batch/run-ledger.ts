import * as z from "zod";
import { type Ledger, ledgerSchema } from "./ledger.ts";

/**
 * The dates that a run's ledger names. The late window is a month, so that more come from clocks and files
 * that were let through: their rows are added up.
 */
export const maxLedgerDates = 200;

const count = z.int().nonnegative();

/** `runs/<run>/ledger/<round>.json`, which has further fields. */
export const roundLedgerSchema = ledgerSchema.extend({
  /** Rows written by business date, of all dates. Rounds of earlier versions lack it. */
  rowsByDate: z.record(z.iso.date(), count).optional(),
  /** Rows rejected by reason. Rounds of earlier versions lack it. */
  rejectedByReason: z.record(z.string(), count).optional(),
});

export type RoundLedger = z.infer<typeof roundLedgerSchema>;

/** What a run read in all its rounds, and what became of it. */
export const runLedgerSchema = z.strictObject({
  ...ledgerSchema.shape,
  dates: z
    .array(z.strictObject({ date: z.iso.date(), rows: count }))
    .max(maxLedgerDates)
    .optional()
    .describe(
      `Rows written by business date, the newest date first; of more than ${maxLedgerDates} dates those with the most rows. Absent for a run of an earlier version`,
    ),
  otherDates: z
    .strictObject({ dates: z.int().positive(), rows: count })
    .optional()
    .describe("How many dates are not among `dates`, and their rows together; absent if there are none"),
  rejected: z
    .array(z.strictObject({ reason: z.string(), rows: count }))
    .optional()
    .describe(
      "Rows rejected by reason, the most frequent first: `fields` (another number of fields than a row has), `length` (longer than any row), `form` (anything else that is no row), or the name of the first column whose value is not of its type. Absent if the run rejected none, and for a run of an earlier version",
    ),
});

export type RunLedger = z.infer<typeof runLedgerSchema>;

/**
 * Adds up the rounds of a run. The rows of `dates` and `otherDates` are `rowsWritten`; both are absent if a
 * round does not know its dates.
 */
export function addRounds(rounds: readonly RoundLedger[]): RunLedger {
  const sum: Ledger = { objects: 0, rowsRead: 0, rowsWritten: 0, rowsRejected: 0 };
  for (const round of rounds) {
    sum.objects += round.objects;
    sum.rowsRead += round.rowsRead;
    sum.rowsWritten += round.rowsWritten;
    sum.rowsRejected += round.rowsRejected;
  }
  return { ...sum, ...addDates(rounds), ...addReasons(rounds) };
}

function addReasons(rounds: readonly RoundLedger[]): Pick<RunLedger, "rejected"> {
  const sums = new Map<string, number>();
  for (const { rowsRejected, rejectedByReason } of rounds) {
    if (rowsRejected > 0 && rejectedByReason === undefined) {
      return {};
    }
    for (const [reason, rows] of Object.entries(rejectedByReason ?? {})) {
      sums.set(reason, (sums.get(reason) ?? 0) + rows);
    }
  }
  const rejected = [...sums].map(([reason, rows]) => ({ reason, rows }));
  return rejected.length === 0 ? {} : { rejected: rejected.toSorted((a, b) => b.rows - a.rows) };
}

function addDates(rounds: readonly RoundLedger[]): Pick<RunLedger, "dates" | "otherDates"> {
  const sums = new Map<string, number>();
  for (const { rowsByDate } of rounds) {
    if (rowsByDate === undefined) {
      return {};
    }
    for (const [date, rows] of Object.entries(rowsByDate)) {
      sums.set(date, (sums.get(date) ?? 0) + rows);
    }
  }
  const newestFirst = [...sums]
    .map(([date, rows]) => ({ date, rows }))
    .toSorted((a, b) => (a.date > b.date ? -1 : 1));
  const named = new Set(newestFirst.toSorted((a, b) => b.rows - a.rows).slice(0, maxLedgerDates));
  const others = newestFirst.filter((each) => !named.has(each));
  return {
    dates: newestFirst.filter((each) => named.has(each)),
    ...(others.length > 0 && {
      otherDates: { dates: others.length, rows: others.reduce((total, { rows }) => total + rows, 0) },
    }),
  };
}
