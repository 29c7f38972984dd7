import type { ReadExport } from "../export-document.ts";
import type { ExportName } from "../export-keys.ts";

export type StoredObject = {
  key: string;
  bytes: number;
  /** When it was written, ISO 8601. */
  modified: string;
};

/** A file of a date that a batch or a compaction recorded. */
export type RecordedFile = { key: string; rows: number; bytes: number };

/** All that is stored of a business date, as it was read while no run was at work. */
export type StoredDate = {
  date: string;
  /** The location of the date's partition, a URL; undefined if the catalog has no such partition. */
  location: string | undefined;
  /** The partition's rows and distinct reports; undefined if they were not counted. */
  counts: { rows: number; reports: number } | undefined;
  /** Objects under the date's folder of the table. */
  objects: readonly StoredObject[];
  /**
   * The folder that the partition is to read while a compaction is under way: then the objects are both old
   * and new ones.
   */
  compacting: string | undefined;
  /** What batches that are still on record wrote and no compaction replaced, and what compactions wrote. */
  files: readonly RecordedFile[];
  /** Objects that markers name: rows that no export holds yet. */
  pendingKeys: readonly string[];
  /** Whether an export of the date is due: rows are pending, or it was requested. */
  isPending: boolean;
  /** The date's exports, the current one first. */
  exports: readonly ReadExport[];
  /** URL of the date's partition in the table of days; undefined if the date has no partition there. */
  dayLocation: string | undefined;
  /** Rows by the footers of what the current export has as Parquet; undefined if it has none. */
  dayRows: number | undefined;
  /** Objects under the date's folder of exports. */
  exported: readonly StoredObject[];
  /** Versions that runs recorded as published. */
  published: readonly ExportName[];
};

/** What the rules need to know beside a date. */
export type StoredLake = {
  /** The URL of the lake's bucket, with a slash at its end. */
  url: string;
  /** The same of the exports' bucket. */
  downloadsUrl: string;
  /** Older records of batches may have expired. ISO 8601. */
  recordsSince: string;
};
