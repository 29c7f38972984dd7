import type { DomainErrorName } from "../errors.ts";

/**
 * An error that a function of the batch raises besides those of the domain. It reaches Step Functions by its name.
 * - DeleteFailed: a queue or a bucket refused a deletion; what was to be deleted is stored, and will be read again.
 * - ExportUnreadable: what UNLOAD left is not what an export needs.
 * - MapRunFailed: the Distributed Map has children that did not succeed.
 * - ObjectUnreadable: an object is not what its key says.
 * - RowCountMismatch: a work object holds other than the number of rows that `store` wrote into it.
 * - RowCountMissing: the metadata of a work object does not say how many rows were written into it.
 * - TooManyDates: a batch touches more business dates than can be written side by side.
 * - WorkObjectFailed: S3 did not give an input whole, or did not take the rows of it; a later attempt may succeed.
 * - WorkObjectMissing: an input is gone, and no marker says that it was distributed.
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
const finalErrors: (BatchErrorName | DomainErrorName)[] = [
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

/** Every function of the batch may run again after any other failure, a killed process included. */
export const retryFunction = [
  { ErrorEquals: finalErrors, MaxAttempts: 0 },
  { ErrorEquals: ["States.ALL"], IntervalSeconds: 2, MaxAttempts: 4, BackoffRate: 2, JitterStrategy: "FULL" },
];
