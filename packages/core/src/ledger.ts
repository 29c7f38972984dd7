import type { BatchResult } from "./batch-result.ts";
import { DomainError } from "./errors.ts";

/** What a run read from the inbox and where it went. */
export type Ledger = { objects: number; rowsRead: number; rowsWritten: number; rowsRejected: number };

/** What is known of an export before it is published. */
export type ExportCounts = {
  date: string;
  /** Rows of the partition, and distinct report ids among them, by the count statement. */
  partitionRows: number;
  partitionReports: number;
  /** Rows that this run wrote into the partition. */
  writtenRows: number;
  /** Data rows by the manifest of UNLOAD, and by the lines of the files themselves. */
  manifestRows: number;
  fileRows: number;
};

/** Adds up the batches of a run. Throws LedgerMismatch if a batch wrote and rejected other than it read. */
export function balanceBatches(batches: BatchResult[]): { ledger: Ledger; rowsByDate: Map<string, number> } {
  const ledger: Ledger = { objects: 0, rowsRead: 0, rowsWritten: 0, rowsRejected: 0 };
  const rowsByDate = new Map<string, number>();
  for (const batch of batches) {
    balanceBatch(batch);
    ledger.objects += batch.objects;
    ledger.rowsRead += batch.rowsRead;
    ledger.rowsWritten += batch.rowsWritten;
    ledger.rowsRejected += batch.rowsRejected;
    for (const { date, rows } of batch.dates) {
      rowsByDate.set(date, (rowsByDate.get(date) ?? 0) + rows);
    }
  }
  return { ledger, rowsByDate };
}

/** Throws LedgerMismatch, naming the batch and the numbers, unless rows read = written + rejected and the dates' rows add up. */
export function balanceBatch({ batch, rowsRead, rowsWritten, rowsRejected, dates }: BatchResult): void {
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
}

/** Throws LedgerMismatch, naming the date and every pair of numbers that differs, unless the export holds each report of the partition once. */
export function balanceExport(counts: ExportCounts): void {
  const mismatches = [
    counts.manifestRows === counts.partitionReports
      ? undefined
      : `the export has ${counts.manifestRows} rows for ${counts.partitionReports} distinct reports in the partition`,
    counts.fileRows === counts.manifestRows
      ? undefined
      : `the files have ${counts.fileRows} rows where the manifest says ${counts.manifestRows}`,
    counts.partitionRows >= counts.partitionReports
      ? undefined
      : `the partition has ${counts.partitionRows} rows, fewer than its ${counts.partitionReports} distinct reports`,
    counts.partitionRows >= counts.writtenRows
      ? undefined
      : `the partition has ${counts.partitionRows} rows, fewer than the ${counts.writtenRows} that this run wrote`,
  ].filter((mismatch) => mismatch !== undefined);
  if (mismatches.length > 0) {
    throw new DomainError("LedgerMismatch", `Export of ${counts.date}: ${mismatches.join("; ")}`);
  }
}
