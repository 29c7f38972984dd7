/** Why the local stage cannot start or serve; each code says where to look. */
export type LocalErrorCode =
  /** SST's platform could not be set up under `.sst/`. */
  | "PLATFORM_NOT_INSTALLED"
  /** `sst.config.ts` could not be bundled, or threw when it was run. */
  | "PROGRAM_FAILED"
  /** A handler of the program could not be bundled. */
  | "BUILD_FAILED"
  /** The program declares something in a way that a local service does not support. */
  | "UNSUPPORTED"
  /** A declared statement failed in the local warehouse. */
  | "STATEMENT_FAILED"
  /** Another stage runs in the same directory. */
  | "DIRECTORY_IN_USE";

/** An error of the local stage itself, for the person who started it. */
export class LocalError extends Error {
  override readonly name = "LocalError";
  readonly code: LocalErrorCode;

  constructor(code: LocalErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
