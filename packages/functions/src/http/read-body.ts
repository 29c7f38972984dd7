import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { RequestError } from "../errors.ts";
import { inflateWithin } from "./inflate.ts";

/**
 * A thousand reports with every key, indented, are about 0.6 MB. Lambda's limit is 6 MB:
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const maxBodyBytes = 2_097_152;

type Request = Pick<APIGatewayProxyEventV2, "headers" | "body" | "isBase64Encoded">;

/**
 * Types of a body that is compressed as a whole. API Gateway passes these on intact; gzip under a text type
 * it may corrupt.
 */
const gzipTypes = new Set(["application/gzip", "application/x-gzip", "application/octet-stream"]);
/** One JSON value on each line: https://github.com/ndjson/ndjson-spec */
const lineTypes = new Set([
  "application/x-ndjson",
  "application/ndjson",
  "application/jsonl",
  "application/jsonlines",
]);

/**
 * Reads the text of a request's JSON body: UTF-8, compressed if the headers say so. Throws RequestError for
 * any other body.
 */
export async function readBody(request: Request): Promise<string> {
  requireJson(request.headers["content-type"]);
  return decodeText(await readBytes(request), request.headers["content-type"]);
}

/** Returns whether a body is one JSON value on each line, by its Content-Type. */
export function isJsonLines({ headers }: Pick<Request, "headers">): boolean {
  return lineTypes.has(mediaTypeOf(headers["content-type"]));
}

/**
 * Reads the decompressed bytes of a request's body. Throws RequestError if they cannot be decompressed, or
 * are too many.
 */
export async function readBytes(request: Request): Promise<Buffer> {
  const bytes = rawBytes(request);
  const { "content-encoding": encoding, "content-type": type } = request.headers;
  const inflated = await decompress(bytes, encoding ?? (isGzip(type, bytes) ? "gzip" : "identity"));
  if (inflated.length > maxBodyBytes) {
    throw tooLarge();
  }
  return inflated;
}

/**
 * Returns the bytes of a body as received. API Gateway encodes them in base64 when they may be binary. Throws
 * RequestError if there are none.
 */
export function rawBytes({ body, isBase64Encoded }: Request): Buffer {
  if (body === undefined || body === "") {
    throw new RequestError("InvalidBody", "The body is empty");
  }
  return Buffer.from(body, isBase64Encoded ? "base64" : "utf8");
}

/**
 * Decodes bytes as UTF-8 text, without a byte order mark. Throws RequestError for any other charset.
 */
export function decodeText(bytes: Buffer, contentType: string | undefined): string {
  const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType ?? "")?.[1];
  if (charset !== undefined && !/^(?:utf-?8|us-ascii)$/i.test(charset)) {
    throw new RequestError(
      "UnsupportedMediaType",
      `The charset must be UTF-8, got ${JSON.stringify(charset)}`,
    );
  }
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new RequestError(
      "UnsupportedMediaType",
      "The charset must be UTF-8, got UTF-16 by its byte order mark",
    );
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new RequestError("InvalidBody", "The body is not valid UTF-8", { cause });
  }
}

/** Parses the value of a JSON body. Throws RequestError if it is not JSON. */
export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new RequestError(
      "InvalidBody",
      `The body is not JSON: ${cause instanceof Error ? cause.message : ""}`,
      { cause },
    );
  }
}

function requireJson(contentType: string | undefined): void {
  const mediaType = mediaTypeOf(contentType);
  if (mediaType !== "application/json" && !lineTypes.has(mediaType) && !gzipTypes.has(mediaType)) {
    throw new RequestError(
      "UnsupportedMediaType",
      `Content-Type must be application/json, got ${contentType === undefined ? "none" : JSON.stringify(contentType)}`,
    );
  }
}

function mediaTypeOf(contentType: string | undefined): string {
  return (contentType ?? "").split(";", 1).join("").trim().toLowerCase();
}

function isGzip(contentType: string | undefined, [first, second]: Buffer): boolean {
  return gzipTypes.has(mediaTypeOf(contentType)) && first === 0x1f && second === 0x8b;
}

async function decompress(bytes: Buffer, contentEncoding: string): Promise<Buffer> {
  switch (contentEncoding.trim().toLowerCase()) {
    case "identity":
    case "":
      return bytes;
    case "gzip":
    // A synonym: https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1.3
    case "x-gzip":
      return inflateWithin(bytes, { encoding: "gzip", maxBytes: maxBodyBytes });
    case "deflate":
      return inflateWithin(bytes, { encoding: "deflate", maxBytes: maxBodyBytes });
    default:
      throw new RequestError(
        "UnsupportedMediaType",
        `Content-Encoding must be gzip, deflate or none, got ${JSON.stringify(contentEncoding)}`,
      );
  }
}

function tooLarge(): RequestError {
  return new RequestError("RequestTooLarge", `The body holds more than ${maxBodyBytes} bytes`);
}
