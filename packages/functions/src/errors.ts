import type { BatchErrorName } from "@ashiato/core/daily-batch/function-errors";
import type { IntakeErrorName } from "@ashiato/core/file-intake/function-errors";

/**
 * What a handler fails with besides the errors of the batch and of the intake.
 * - EventsRefused: the bus did not take every event of a request.
 * - InvalidInput: the input of a state is invalid.
 * - PositionsContended: other refreshes of the positions came first, again and again.
 * - QueueUnavailable: the queue did not accept every message of a request.
 * - StoreFailed: a chunk could not be written or its messages could not be deleted; the messages return to
 *   the queue.
 */
export type FunctionErrorName =
  | BatchErrorName
  | IntakeErrorName
  | "EventsRefused"
  | "InvalidInput"
  | "PositionsContended"
  | "QueueUnavailable"
  | "StoreFailed";

/**
 * A failure of a handler. `name` reaches Step Functions as the error's name, where Retry and Catch match it
 * by ErrorEquals.
 */
export class FunctionError extends Error {
  override readonly name: FunctionErrorName;

  constructor(name: FunctionErrorName, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = name;
  }
}

/** Why a request is refused, as a code that clients can branch on. */
export type RequestErrorCode =
  /** 400: the body cannot be decoded, is not JSON, or is not valid for the route. */
  | "InvalidBody"
  /** 400: a part of the path or the query is invalid. */
  | "InvalidParameter"
  /** 401: the ticket was used before, has expired or is of no such purpose. */
  | "TicketRefused"
  /** 403: a session asked for what only a key or a token of the stage gets. */
  | "KeyRequired"
  /** 403: the caller may read its own rows alone, and an export holds those of all clients. */
  | "OwnRowsOnly"
  /** 404: no export, version, file or run has this name. */
  | "NotFound"
  /** 409: what is to be added is there, or was changed at the same moment. */
  | "Conflict"
  /** 405: the path does not take this method. */
  | "MethodNotAllowed"
  /** 409: not every part of a file is there. */
  | "PartsMissing"
  /** 409: another run is processing the inbox. */
  | "RunInProgress"
  /** 409: the export has several files, and the request does not choose one. */
  | "SeveralFiles"
  /** 413: the request has more bytes or more reports than allowed. */
  | "RequestTooLarge"
  /** 415: the Content-Type, charset or Content-Encoding is not supported. */
  | "UnsupportedMediaType";

const statusCodes = {
  InvalidBody: 400,
  InvalidParameter: 400,
  TicketRefused: 401,
  KeyRequired: 403,
  OwnRowsOnly: 403,
  NotFound: 404,
  Conflict: 409,
  MethodNotAllowed: 405,
  PartsMissing: 409,
  RunInProgress: 409,
  SeveralFiles: 409,
  RequestTooLarge: 413,
  UnsupportedMediaType: 415,
} as const satisfies Record<RequestErrorCode, number>;

/** Maximum length of a message, which quotes the request and is logged. */
const maxMessageCharacters = 1_000;

/** A request that is refused as a whole. Cuts a message that is too long. */
export class RequestError extends Error {
  readonly code: RequestErrorCode;
  readonly statusCode: number;

  constructor(code: RequestErrorCode, message: string, options?: { cause?: unknown }) {
    super(
      message.length > maxMessageCharacters ? `${message.slice(0, maxMessageCharacters)}…` : message,
      options,
    );
    this.name = "RequestError";
    this.code = code;
    this.statusCode = statusCodes[code];
  }
}
