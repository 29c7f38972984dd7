/** What an answer other than 202 says is wrong, in words that a client can switch on. */
export type RequestErrorCode =
  /** 400: the body cannot be decoded, is no JSON, or is neither a report nor a list of them. */
  | "InvalidBody"
  /** 413: more bytes, or more reports, than one request may carry. */
  | "RequestTooLarge"
  /** 415: a Content-Type, charset or Content-Encoding that is not read here. */
  | "UnsupportedMediaType";

const statusCodes = { InvalidBody: 400, RequestTooLarge: 413, UnsupportedMediaType: 415 } as const;

/** A request that is refused as a whole. */
export class RequestError extends Error {
  readonly code: RequestErrorCode;
  readonly statusCode: number;

  constructor(code: RequestErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "RequestError";
    this.code = code;
    this.statusCode = statusCodes[code];
  }
}
