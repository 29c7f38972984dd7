/**
 * A breach of the domain's rules. `name` is what a state machine's Retry and Catch match by ErrorEquals.
 * - InvalidInput: the input of an execution does not keep its shape.
 * - LedgerMismatch: two counts that must be equal are not.
 */
export class DomainError extends Error {
  constructor(name: "InvalidInput" | "LedgerMismatch", message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = name;
  }
}
