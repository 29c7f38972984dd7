import { LocalError } from "@ashiato/local/local-error";

/**
 * What a person who runs a script can act on. The message says it all.
 * - BadArguments: the command line is wrong.
 * - BadInput: the file to send cannot be read as location reports.
 * - PortBlocked: clients of the Fetch standard, this command among them, connect to no such port.
 * - PortTaken: another program listens where the stage must.
 * - ApiRefused: the API did not take what was sent.
 * - StoreFailed: the function that stores reports failed.
 * - BatchFailed: the daily batch did not succeed.
 * - BadExport: a CSV is not what it must be, or is not what was published.
 */
export type ScriptErrorCode =
  | "BadArguments"
  | "BadInput"
  | "PortBlocked"
  | "PortTaken"
  | "ApiRefused"
  | "StoreFailed"
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

/** The message alone where it says what to do; otherwise all that is known of the fault. */
export function failureText(error: unknown): string {
  if (error instanceof ScriptError || error instanceof LocalError) {
    return `${error.code}: ${error.message}`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
