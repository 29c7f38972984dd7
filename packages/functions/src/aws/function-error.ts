/**
 * A failure of a handler. `name` reaches Step Functions as the error's name, where Retry and Catch match it by ErrorEquals.
 * - DeleteFailed: a queue or a bucket refused a deletion; the data is stored, and the message or object will be read again.
 * - InvalidInput: the input of a state is invalid.
 * - ObjectUnreadable: the contents of an object are not what its key says.
 * - QueueUnavailable: the queue did not accept every message of a request.
 * - RowCountMismatch: a work object does not hold the number of rows that `store` wrote into it.
 * - RowCountMissing: the metadata of a work object does not say how many rows were written into it.
 * - StoreFailed: a chunk could not be written or its messages could not be deleted; the messages return to the queue.
 * - TooManyDates: a batch touches more business dates than can be written side by side.
 * - WorkObjectFailed: S3 did not return a whole input, or did not accept its rows; a later attempt may succeed.
 * - WorkObjectMissing: an input is missing, and no marker says that it was distributed.
 * - MapRunFailed: the Distributed Map has children that did not succeed.
 * - ExportUnreadable: the files of UNLOAD are not a valid export.
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
