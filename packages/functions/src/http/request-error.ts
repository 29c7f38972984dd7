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
