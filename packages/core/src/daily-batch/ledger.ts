import * as z from "zod";
import { DomainError } from "../errors.ts";
import type { BatchResult } from "./batch.ts";

const count = z.int().nonnegative();

/** What a run, or one of its rounds, read from the inbox and what became of it. */
export const ledgerSchema = z.object({
  objects: count,
  rowsRead: count,
  rowsWritten: count,
  rowsRejected: count,
});

export type Ledger = z.infer<typeof ledgerSchema>;

/** The counts of an export before it is published. */
export type ExportCounts = {
  date: string;
  /**
   * The results of the count statement: rows of the partition, distinct reports by device and id, and
   * contents beyond one for each report.
   */
  partitionRows: number;
  partitionReports: number;
  partitionConflicts: number;
  /** Rows that this run wrote into the partition. */
  writtenRows: number;
  /** Data rows and bytes of all files, according to UNLOAD's manifest and to the files themselves. */
  manifest: { rows: number; bytes: number };
  files: { rows: number; bytes: number };
  /** Data rows of all Parquet files, by their footers; undefined if none were asked for. */
  parquetRows: number | undefined;
  /** Rows in the files of conflicts, which the export left out. */
  conflictRows: number;
};

/**
 * Adds up the batches of a run. Throws LedgerMismatch if what a batch wrote and rejected is not what it read.
 */
export function balanceBatches(batches: BatchResult[]): {
  ledger: Ledger;
  rowsByDate: Map<string, number>;
  /** Undefined if an earlier version rejected some, whose reasons are not known. */
  rejectedByReason: Map<string, number> | undefined;
} {
  const ledger: Ledger = { objects: 0, rowsRead: 0, rowsWritten: 0, rowsRejected: 0 };
  const rowsByDate = new Map<string, number>();
  const rejectedByReason = new Map<string, number>();
  let knowsReasons = true;
  for (const batch of batches) {
    balanceBatch(batch);
    ledger.objects += batch.objects;
    ledger.rowsRead += batch.rowsRead;
    ledger.rowsWritten += batch.rowsWritten;
    ledger.rowsRejected += batch.rowsRejected;
    knowsReasons &&= batch.rowsRejected === 0 || batch.rejectedByReason !== undefined;
    for (const [reason, rows] of Object.entries(batch.rejectedByReason ?? {})) {
      rejectedByReason.set(reason, (rejectedByReason.get(reason) ?? 0) + rows);
    }
    for (const { date, rows } of batch.dates) {
      rowsByDate.set(date, (rowsByDate.get(date) ?? 0) + rows);
    }
  }
  return { ledger, rowsByDate, rejectedByReason: knowsReasons ? rejectedByReason : undefined };
}

/**
 * Throws LedgerMismatch, naming the batch and the numbers, unless rows read = written + rejected and the
 * dates' rows and the reasons' add up.
 */
export function balanceBatch({ batch, rowsRead, rowsWritten, rowsRejected, ...parts }: BatchResult): void {
  const { dates, rejectedByReason } = parts;
  if (rowsRead !== rowsWritten + rowsRejected) {
    throw new DomainError(
      "LedgerMismatch",
      `Batch ${batch} read ${rowsRead} rows, but wrote ${rowsWritten} and rejected ${rowsRejected}`,
    );
  }
  const rowsOfDates = dates.reduce((sum, { rows }) => sum + rows, 0);
  if (rowsOfDates !== rowsWritten) {
    throw new DomainError(
      "LedgerMismatch",
      `Batch ${batch} wrote ${rowsWritten} rows, but its dates add up to ${rowsOfDates}`,
    );
  }
  const rowsOfReasons = Object.values(rejectedByReason ?? {}).reduce((sum, rows) => sum + rows, 0);
  if (rejectedByReason !== undefined && rowsOfReasons !== rowsRejected) {
    throw new DomainError(
      "LedgerMismatch",
      `Batch ${batch} rejected ${rowsRejected} rows, but their reasons add up to ${rowsOfReasons}`,
    );
  }
}

/**
 * Throws LedgerMismatch, naming the date and every pair of numbers that differ, unless the export holds each
 * report of the partition once, and the files of conflicts hold all other contents.
 */
export function balanceExport(counts: ExportCounts): void {
  const { partitionRows, partitionReports, partitionConflicts, writtenRows } = counts;
  const { manifest, files, parquetRows = partitionReports, conflictRows } = counts;
  const checks: [boolean, string][] = [
    [
      manifest.rows === partitionReports,
      `the export has ${manifest.rows} rows for ${partitionReports} distinct reports in the partition`,
    ],
    [
      files.rows === manifest.rows,
      `the files have ${files.rows} rows where the manifest says ${manifest.rows}`,
    ],
    [
      files.bytes === manifest.bytes,
      `the files have ${files.bytes} bytes where the manifest says ${manifest.bytes}`,
    ],
    [
      parquetRows === partitionReports,
      `the Parquet files have ${parquetRows} rows for ${partitionReports} distinct reports in the partition`,
    ],
    [
      partitionRows >= partitionReports,
      `the partition has ${partitionRows} rows, fewer than its ${partitionReports} distinct reports`,
    ],
    [
      conflictRows === partitionConflicts,
      `the files of conflicts have ${conflictRows} rows for ${partitionConflicts} conflicts in the partition`,
    ],
    [
      partitionRows >= writtenRows,
      `the partition has ${partitionRows} rows, fewer than the ${writtenRows} that this run wrote`,
    ],
  ];
  const mismatches = checks.flatMap(([holds, mismatch]) => (holds ? [] : [mismatch]));
  if (mismatches.length > 0) {
    throw new DomainError("LedgerMismatch", `Export of ${counts.date}: ${mismatches.join("; ")}`);
  }
}
