/**
 * A failure of a handler. `name` reaches Step Functions as the error's name, where Retry and Catch match it by ErrorEquals.
 * - DeleteFailed: a queue or a bucket refused a deletion; what was to be deleted is stored, and will be read again.
 * - InvalidInput: a state was given other than what it takes.
 * - ObjectUnreadable: an object is not what its key says.
 * - QueueUnavailable: the queue did not take every message of a request.
 * - RowCountMismatch: a work object holds other than the number of rows that `store` wrote into it.
 * - RowCountMissing: the metadata of a work object does not say how many rows were written into it.
 * - StoreFailed: a chunk could not be written or its messages not deleted; the messages come back.
 * - TooManyDates: a batch touches more business dates than can be written side by side.
 * - WorkObjectFailed: S3 did not give an input whole, or did not take the rows of it; a later attempt may succeed.
 * - WorkObjectMissing: an input is gone, and no marker says that it was distributed.
 * - MapRunFailed: the Distributed Map has children that did not succeed.
 * - ExportUnreadable: what UNLOAD left is not what an export needs.
 */
export type FunctionErrorName =
  | "DeleteFailed"
  | "ExportUnreadable"
  | "InvalidInput"
  | "MapRunFailed"
  | "ObjectUnreadable"
  | "QueueUnavailable"
  | "RowCountMismatch"
  | "RowCountMissing"
  | "StoreFailed"
  | "TooManyDates"
  | "WorkObjectFailed"
  | "WorkObjectMissing";

export class FunctionError extends Error {
  override readonly name: FunctionErrorName;

  constructor(name: FunctionErrorName, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = name;
  }
}
