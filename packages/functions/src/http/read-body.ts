import { createGunzip } from "node:zlib";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { RequestError } from "../errors.ts";

/** A thousand reports with every key, indented, are about 0.6 MB. Lambda itself takes 6 MB: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const maxBodyBytes = 2_097_152;

type Request = Pick<APIGatewayProxyEventV2, "headers" | "body" | "isBase64Encoded">;

/** The text of a request's JSON body: UTF-8, gzip if the request says so. Throws RequestError for what is not read here. */
export async function readBody(request: Request): Promise<string> {
  requireJson(request.headers["content-type"]);
  const encoded = decodeBody(request);
  const bytes = await decompress(encoded, request.headers["content-encoding"]);
  if (bytes.length > maxBodyBytes) {
    throw tooLarge();
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new RequestError("InvalidBody", "The body is not valid UTF-8", { cause });
  }
}

/** The value of a JSON body. Throws RequestError if it is no JSON. */
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
  const [mediaType = "", ...parameters] = (contentType ?? "")
    .split(";")
    .map((part) => part.trim().toLowerCase());
  if (mediaType !== "application/json") {
    throw new RequestError(
      "UnsupportedMediaType",
      `Content-Type must be application/json, got ${contentType === undefined ? "none" : JSON.stringify(contentType)}`,
    );
  }
  const charset = parameters.find((parameter) => parameter.startsWith("charset="));
  if (charset !== undefined && !/^charset="?utf-?8"?$/.test(charset)) {
    throw new RequestError(
      "UnsupportedMediaType",
      `The charset must be UTF-8, got ${JSON.stringify(charset)}`,
    );
  }
}

/** API Gateway hands over a body in base64 when it may be binary, as a compressed one is. */
function decodeBody({ body, isBase64Encoded }: Request): Buffer {
  if (body === undefined || body === "") {
    throw new RequestError("InvalidBody", "The body is empty");
  }
  return Buffer.from(body, isBase64Encoded ? "base64" : "utf8");
}

async function decompress(bytes: Buffer, contentEncoding: string | undefined): Promise<Buffer> {
  switch (contentEncoding?.trim().toLowerCase() ?? "identity") {
    case "identity":
      return bytes;
    case "gzip":
      return inflateWithin(bytes);
    default:
      throw new RequestError(
        "UnsupportedMediaType",
        `Content-Encoding must be gzip or none, got ${JSON.stringify(contentEncoding)}`,
      );
  }
}

async function inflateWithin(bytes: Buffer): Promise<Buffer> {
  const gunzip = createGunzip();
  gunzip.end(bytes);
  const inflated = await gather(gunzip).catch((cause: unknown) => {
    throw cause instanceof RequestError
      ? cause
      : new RequestError("InvalidBody", "The body is not valid gzip", { cause });
  });
  // zlib passes over what follows a zero byte there: reports that would be answered with 202 and never read.
  if (gunzip.bytesWritten < bytes.length) {
    throw new RequestError("InvalidBody", "The body has bytes behind the end of its gzip data");
  }
  return inflated;
}

async function gather(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of stream) {
    length += piece.length;
    if (length > maxBodyBytes) {
      throw tooLarge();
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function tooLarge(): RequestError {
  return new RequestError("RequestTooLarge", `The body holds more than ${maxBodyBytes} bytes`);
}
