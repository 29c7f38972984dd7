/**
 * - InvalidInput: the input of an execution is not valid.
 * - LedgerMismatch: two counts that must be equal differ.
 * - UnreadableFile: a file holds no reports in a supported format.
 */
export type DomainErrorName = "InvalidInput" | "LedgerMismatch" | "UnreadableFile";

/** A breach of the domain's rules. A state machine's Retry and Catch match `name` by ErrorEquals. */
export class DomainError extends Error {
  override readonly name: DomainErrorName;

  constructor(name: DomainErrorName, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = name;
  }
}
