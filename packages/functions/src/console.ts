import { promisify } from "node:util";
import { readStreets } from "@ashiato/core/streets";
import { gunzip } from "node:zlib";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Resource } from "sst";
import { acceptedEncoding } from "./console/accepted-encoding.ts";
import { type ConsoleFile, findConsoleFile, readConsoleFile } from "./console/console-files.ts";
import { consolePolicy } from "./console/console-policy.ts";
import { type Answer, refuse } from "./http/answer.ts";
import { RequestError } from "./errors.ts";

const unpack = promisify(gunzip);

/** What a map asks first; beside the files, as it is no part of the build. */
const streetsName = "streets.json";

/** Serves `GET /console` and `GET /console/{path+}`: the page at each of its addresses, and its files. */
export async function handler(event: APIGatewayProxyEventV2): Promise<Answer> {
  const { pathParameters, headers, requestContext } = event;
  const name = pathParameters?.["path"] ?? "";
  if (name === streetsName) {
    return await streetsAnswer();
  }
  const file = await findConsoleFile(name);
  if (file === undefined) {
    const problem = new RequestError("NotFound", `The console has no file ${JSON.stringify(name)}`);
    return refuse(problem, requestContext.requestId);
  }
  const described = await headersOf(file);
  if (headers["if-none-match"]?.includes(file.etag)) {
    return { statusCode: 304, headers: described };
  }
  const encoding = acceptedEncoding(headers["accept-encoding"]);
  const packed = await readConsoleFile(file.name, encoding ?? "gzip");
  const body = encoding === undefined ? await unpack(packed) : packed;
  return {
    statusCode: 200,
    headers: { ...described, ...(encoding !== undefined && { "content-encoding": encoding }) },
    body: body.toString("base64"),
    isBase64Encoded: true,
  };
}

/** Answers with the URL of the style that has streets, or with null. */
async function streetsAnswer(): Promise<Answer> {
  const body = JSON.stringify({ style: readStreets(Resource.Streets)?.style ?? null });
  return {
    statusCode: 200,
    headers: { ...(await commonHeaders()), "content-type": "application/json", "cache-control": "no-cache" },
    body,
  };
}

async function headersOf({ contentType, etag, immutable }: ConsoleFile): Promise<Record<string, string>> {
  return {
    "content-type": contentType,
    etag,
    vary: "accept-encoding",
    // A page that was cached would name files of an earlier deployment.
    "cache-control": immutable ? "public, max-age=31536000, immutable" : "no-cache",
    ...(await commonHeaders()),
  };
}

async function commonHeaders(): Promise<Record<string, string>> {
  return {
    "content-security-policy": await consolePolicy(),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
  };
}
