import type { DomainErrorName } from "../errors.ts";

/**
 * The name of an error that a function of the batch raises, besides those of the domain. Step Functions sees
 * this name.
 * - DeleteFailed: a queue or a bucket refused a deletion; the data is stored, and the message or object will
 *   be read again.
 * - ExportUnreadable: the files of UNLOAD are not a valid export.
 * - FeedRefused: the bucket of a feed does not take its files.
 * - FeedUnavailable: a feed cannot be made as it is, or of what there is of the date.
 * - MapRunFailed: the Distributed Map has children that did not succeed.
 * - ObjectUnreadable: the contents of an object are not what its key says.
 * - RowCountMismatch: a work object does not have the number of rows that `store` wrote.
 * - RowCountMissing: the metadata of a work object lacks the number of rows that `store` wrote.
 * - StatementFailed: the warehouse did not run a statement of a function; a later attempt may succeed.
 * - TooManyDates: a batch touches more business dates than can be written at the same time.
 * - WorkObjectFailed: S3 did not return a whole input, or did not accept its rows; a later attempt may
 *   succeed.
 * - WorkObjectMissing: an input is missing, and no marker says that it was distributed.
 */
export type BatchErrorName =
  | "DeleteFailed"
  | "ExportUnreadable"
  | "FeedRefused"
  | "FeedUnavailable"
  | "MapRunFailed"
  | "ObjectUnreadable"
  | "RowCountMismatch"
  | "RowCountMissing"
  | "StatementFailed"
  | "TooManyDates"
  | "WorkObjectFailed"
  | "WorkObjectMissing";

/** The errors that functions raise on purpose: the same input raises them again. */
export const finalErrors: (BatchErrorName | DomainErrorName)[] = [
  "FeedRefused",
  "FeedUnavailable",
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
