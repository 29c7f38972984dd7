/**
 * A breach of the domain's rules. `name` is what a state machine's Retry and Catch match by ErrorEquals.
 * - InvalidInput: the input of an execution does not keep its shape.
 * - LedgerMismatch: two counts that must be equal are not.
 * - UnreadableFile: a file holds no reports in a form known here.
 */
export class DomainError extends Error {
  constructor(
    name: "InvalidInput" | "LedgerMismatch" | "UnreadableFile",
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = name;
  }
}
