import type { DomainErrorName } from "../errors.ts";

/**
 * An error that a function of the batch raises besides those of the domain. It reaches Step Functions by its
 * name.
 * - DeleteFailed: a queue or a bucket refused a deletion; the data is stored, and the message or object will
 *   be read again.
 * - ExportUnreadable: the files of UNLOAD are not a valid export.
 * - MapRunFailed: the Distributed Map has children that did not succeed.
 * - ObjectUnreadable: the contents of an object are not what its key says.
 * - RowCountMismatch: a work object does not hold the number of rows that `store` wrote into it.
 * - RowCountMissing: the metadata of a work object does not say how many rows were written into it.
 * - TooManyDates: a batch touches more business dates than can be written side by side.
 * - WorkObjectFailed: S3 did not return a whole input, or did not accept its rows; a later attempt may
 *   succeed.
 * - WorkObjectMissing: an input is missing, and no marker says that it was distributed.
 */
export type BatchErrorName =
  | "DeleteFailed"
  | "ExportUnreadable"
  | "MapRunFailed"
  | "ObjectUnreadable"
  | "RowCountMismatch"
  | "RowCountMissing"
  | "TooManyDates"
  | "WorkObjectFailed"
  | "WorkObjectMissing";

/** What the functions raise on purpose: the same input raises it again. */
export const finalErrors: (BatchErrorName | DomainErrorName)[] = [
  "InvalidInput",
  "LedgerMismatch",
  "MapRunFailed",
  "ExportUnreadable",
  "ObjectUnreadable",
  "RowCountMismatch",
  "RowCountMissing",
  "TooManyDates",
  "WorkObjectMissing",
];
