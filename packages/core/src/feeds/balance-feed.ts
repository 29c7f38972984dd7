import { DomainError } from "../errors.ts";

/** The counts of a feed before it is delivered. */
export type FeedCounts = {
  /** What it is of: `acme/daily 2026-11-21`. */
  subject: string;
  /** Rows of the date's current export with its late rows, by their documents. */
  published: number;
  /** The results of the count statement: rows of the date, and those that the feed asks for. */
  rows: number;
  matching: number;
  /** Data rows of all files, by UNLOAD's manifest, and by the files themselves. */
  manifestRows: number;
  fileRows: number;
  /** Bytes of all files, by UNLOAD's manifest, and by the files themselves. */
  manifestBytes: number;
  fileBytes: number;
};

/**
 * Throws LedgerMismatch, naming the feed and every pair of numbers that differ, unless the table has the rows
 * that were published, and the files have those that the feed asks for.
 */
export function balanceFeed(counts: FeedCounts): void {
  const { subject, published, rows, matching, manifestRows, fileRows, manifestBytes, fileBytes } = counts;
  const checks: [boolean, string][] = [
    [rows === published, `the table of days has ${rows} rows where ${published} were published`],
    [
      manifestRows === matching,
      `the feed has ${manifestRows} rows for ${matching} in the table that it asks for`,
    ],
    [fileRows === manifestRows, `the files have ${fileRows} rows where the manifest says ${manifestRows}`],
    [
      fileBytes === manifestBytes,
      `the files have ${fileBytes} bytes where the manifest says ${manifestBytes}`,
    ],
  ];
  const mismatches = checks.flatMap(([holds, mismatch]) => (holds ? [] : [mismatch]));
  if (mismatches.length > 0) {
    throw new DomainError("LedgerMismatch", `Feed ${subject}: ${mismatches.join("; ")}`);
  }
}
