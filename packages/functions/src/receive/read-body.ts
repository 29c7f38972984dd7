import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { RequestError } from "../http/request-error.ts";

/** A thousand reports with every key, indented, are about 0.6 MB. Lambda itself takes 6 MB: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const maxBodyBytes = 2_097_152;

const inflate = promisify(gunzip);

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
  try {
    return await inflate(bytes, { maxOutputLength: maxBodyBytes });
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ERR_BUFFER_TOO_LARGE") {
      throw tooLarge(cause);
    }
    throw new RequestError("InvalidBody", "The body is not valid gzip", { cause });
  }
}

function tooLarge(cause?: unknown): RequestError {
  return new RequestError("RequestTooLarge", `The body holds more than ${maxBodyBytes} bytes`, { cause });
}
