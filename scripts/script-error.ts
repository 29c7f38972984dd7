import { LocalError } from "@ashiato/local/local-error";

/**
 * Errors that the user of a script can act on. The message is self-contained.
 * - BadArguments: the command line is wrong.
 * - BadInput: the file to send cannot be read as location reports.
 * - PortBlocked: clients that follow the Fetch standard, such as this command, refuse to connect to the port.
 * - PortTaken: another program listens on a port that the stage needs.
 * - ApiRefused: the API refused what was sent.
 * - StoreFailed: the function that stores reports failed.
 * - StatementFailed: the warehouse did not run a statement to its end.
 * - BatchFailed: the daily batch did not succeed.
 * - BadExport: a CSV is malformed, or differs from what was published.
 */
export type ScriptErrorCode =
  | "BadArguments"
  | "BadInput"
  | "PortBlocked"
  | "PortTaken"
  | "ApiRefused"
  | "StoreFailed"
  | "StatementFailed"
  | "BatchFailed"
  | "BadExport";

export class ScriptError extends Error {
  override readonly name = "ScriptError";
  readonly code: ScriptErrorCode;

  constructor(code: ScriptErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** Returns the code and message of an error that the user can act on; the whole stack trace of any other. */
export function failureText(error: unknown): string {
  if (error instanceof ScriptError || error instanceof LocalError) {
    return `${error.code}: ${error.message}`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/**
 * Returns a fault of a running stage as a person reads it: with the causes, and with the stack trace only if
 * everything is asked for.
 */
export function faultText(fault: unknown, verbose: boolean): string {
  if (verbose && fault instanceof Error) {
    return `A local service failed: ${fault.stack ?? fault.message}`;
  }
  return `A local service failed: ${messageWithCauses(fault)} (npm start -- --verbose shows where)`;
}

/** Returns an error's message, followed by the messages of its causes. */
export function messageWithCauses(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  return error.cause === undefined ? error.message : `${error.message}: ${messageWithCauses(error.cause)}`;
}
