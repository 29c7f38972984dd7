import { z } from "zod";
import { serviceFailureText } from "./service-failure.ts";

/**
 * Errors that the user of a script can act on. The message is self-contained.
 * - BadArguments: the command line is wrong.
 * - BadInput: the file to send cannot be read as location reports.
 * - PortBlocked: clients that follow the Fetch standard, such as this command, refuse to connect to the port.
 * - StageRunning: the folder's own stage runs already.
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
  | "StageRunning"
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

type SystemError = Error & { code: string; syscall?: string; path?: string; address?: string; port?: number };

/** The codes of Node's fetch, which sets no `syscall`: https://undici.nodejs.org/#/docs/api/Errors */
const fetchCodes = new Map<string, string>([
  ...["SOCKET", "CLOSED", "DESTROYED", "ABORTED"].map((name) => [`UND_ERR_${name}`, "ECONNRESET"] as const),
  ...["CONNECT", "HEADERS", "BODY"].map((name) => [`UND_ERR_${name}_TIMEOUT`, "ETIMEDOUT"] as const),
]);

/**
 * Returns the text of an error for a person: the message, followed by those of its causes unless they only
 * repeat it in Node's words. Rewords errors of the system, of AWS clients and of validation.
 */
export function failureText(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  if (error instanceof AggregateError && error.errors.length > 0) {
    return failureText(error.errors[0]);
  }
  if (isSystemError(error)) {
    return systemText(error);
  }
  if (error instanceof z.ZodError) {
    const place = error.issues[0]?.path.join(".") ?? "";
    return `What was received has an unexpected form${place === "" ? "" : ` at ${place}`}: it probably comes from another version of the app than this command`;
  }
  const { cause } = error;
  // "fetch failed" and "terminated" are uninformative; their cause has the information.
  if (error instanceof TypeError && cause !== undefined) {
    return failureText(cause);
  }
  const ofService = serviceFailureText(error);
  if (ofService !== undefined) {
    return ofService;
  }
  if (error instanceof TypeError || error instanceof ReferenceError) {
    return `This is a fault of the command itself, not of how it was called: ${error.message}. Please report it, with the command line`;
  }
  const isComplete = error.name === "UsageError" || isSystemError(cause) || isParserError(cause);
  if (cause === undefined || isComplete) {
    return error.message;
  }
  const why = failureText(cause);
  return error.message.includes(why) ? error.message : `${error.message}: ${why}`;
}

/** Returns a fault of a running stage; with its stack only if requested. */
export function faultText(fault: unknown, verbose: boolean): string {
  return verbose && fault instanceof Error
    ? `A local service failed: ${fault.stack ?? fault.message}`
    : `A local service failed: ${failureText(fault)} (npm start -- --verbose shows where)`;
}

/** Codes of errors that a parser of the command line, of text or of CSV throws. */
const parserCodes = /^(?:ERR_PARSE_ARGS|ERR_ENCODING|CSV)_/;

/** Returns true for an error of a parser, JSON.parse included, which callers reword. */
function isParserError(error: unknown): boolean {
  return (
    error instanceof SyntaxError ||
    (error instanceof Error && "code" in error && parserCodes.test(String(error.code)))
  );
}

function isSystemError(error: unknown): error is SystemError {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") {
    return false;
  }
  return "syscall" in error || fetchCodes.has(error.code);
}

/** https://nodejs.org/api/errors.html#common-system-errors */
function systemText(error: SystemError): string {
  const path = error.path ?? "a file";
  switch (fetchCodes.get(error.code) ?? error.code) {
    case "ECONNREFUSED":
      return `Nothing answers at ${error.address ?? "the stage's address"}:${error.port ?? ""}. If the stage was stopped, start it again by npm start`;
    case "ECONNRESET":
    case "EPIPE":
      return "The connection to the stage was cut off: if it was stopped, start it again by npm start";
    case "ETIMEDOUT":
      return "The stage did not answer in time: look at npm run ashiato -- status, and try again";
    case "EEXIST":
      return error.syscall === "mkdir"
        ? `${path} is a file, so no folder of that name can be made: name another place`
        : `${path} exists already`;
    case "EROFS":
      return `${path} is on a file system that cannot be written to: name another place`;
    case "EMFILE":
      return "Too many files are open: close other programs, or raise ulimit -n";
    case "EXDEV":
      return `${path} cannot be moved to another file system`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `The address of the stage is not known here (${error.message}): check the network and the stage's URL`;
    case "ENOENT":
      return `There is no file ${path}`;
    case "EISDIR":
      return `${path} is a folder, not a file`;
    case "ENOTDIR":
      return `${path} cannot be: a part of it is a file, not a folder`;
    case "EACCES":
    case "EPERM":
      return `Access to ${path} is denied: check its permissions`;
    case "ENOSPC":
      return "The disk is full: make room and run the command again";
    case "EADDRINUSE":
      return `Another program listens at port ${error.port ?? ""}`;
    default:
      return `${error.path ?? "The system"} failed with ${error.code}: ${error.message}`;
  }
}
