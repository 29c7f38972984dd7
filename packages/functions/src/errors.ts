import type { BatchErrorName } from "@ashiato/core/daily-batch/function-errors";

/**
 * What a handler fails with besides the errors of the batch.
 * - InvalidInput: a state was given other than what it takes.
 * - QueueUnavailable: the queue did not take every message of a request.
 * - StoreFailed: a chunk could not be written or its messages not deleted; the messages come back.
 */
export type FunctionErrorName = BatchErrorName | "InvalidInput" | "QueueUnavailable" | "StoreFailed";

/** A failure of a handler. `name` reaches Step Functions as the error's name, where Retry and Catch match it by ErrorEquals. */
export class FunctionError extends Error {
  override readonly name: FunctionErrorName;

  constructor(name: FunctionErrorName, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = name;
  }
}

/** Why a request is refused, in words that a client can switch on. */
export type RequestErrorCode =
  /** 400: the body cannot be decoded, is no JSON, or is not what the route takes. */
  | "InvalidBody"
  /** 400: a part of the path or of the query is not what it must be. */
  | "InvalidParameter"
  /** 404: there is no export, version, file or run of the name. */
  | "NotFound"
  /** 405: the path takes other methods. */
  | "MethodNotAllowed"
  /** 409: another run has the inbox. */
  | "RunInProgress"
  /** 409: the export has several files, and the request names none. */
  | "SeveralFiles"
  /** 413: more bytes, or more reports, than one request may carry. */
  | "RequestTooLarge"
  /** 415: a Content-Type, charset or Content-Encoding that is not read here. */
  | "UnsupportedMediaType";

const statusCodes = {
  InvalidBody: 400,
  InvalidParameter: 400,
  NotFound: 404,
  MethodNotAllowed: 405,
  RunInProgress: 409,
  SeveralFiles: 409,
  RequestTooLarge: 413,
  UnsupportedMediaType: 415,
} as const satisfies Record<RequestErrorCode, number>;

/** Characters of a message: it quotes the request, and is logged. */
const maxMessageCharacters = 1_000;

/** A request that is refused as a whole. A message that is too long is cut. */
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
