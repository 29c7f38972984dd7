import { type PhoneFormat, phoneFormats } from "@ashiato/core/phone-format";
import type { PhoneBody } from "@ashiato/core/formats/adapted-reports";
import { readPhoneBody } from "@ashiato/core/formats/phone-body";
import { tokenParameters } from "@ashiato/core/bearer-token";
import type { RejectedBody, RequestOrigin } from "@ashiato/core/rejected-report";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { RequestError } from "../errors.ts";
import { decodeText, rawBytes, readBytes } from "../http/read-body.ts";

/** A phone's request: its body as read, and as kept if it cannot be read or written as JSON. */
export type ReadRequest = {
  origin: RequestOrigin;
  asItCame: RejectedBody;
  body: PhoneBody | { kind: "unreadable"; message: string };
};

/** Returns the format of a path, with or without trailing slashes; undefined if it is not a phone route's. */
export function formatOf(path: string): PhoneFormat | undefined {
  const name = /\/v1\/locations\/([^/]+)\/*$/.exec(path)?.[1];
  return phoneFormats.find((format) => format === name);
}

/**
 * Reads a phone's request, whatever its Content-Type: apps send wrong ones. Passes on a body that cannot be
 * read with the reason. Throws RequestError for a body that is too large.
 */
export async function readPhoneRequest(
  event: APIGatewayProxyEventV2,
  format: PhoneFormat,
): Promise<ReadRequest> {
  const { "x-limit-u": user, "x-limit-d": device } = event.headers;
  const origin = { format, query: queryWithoutToken(event), sender: { user, device } };
  if (event.body === undefined || event.body === "") {
    return { origin, asItCame: { kind: "none" }, body: { kind: "none" } };
  }
  try {
    const text = decodeText(await readBytes(event), event.headers["content-type"]);
    return { origin, asItCame: { kind: "text", text }, body: readPhoneBody(text) };
  } catch (error) {
    if (!(error instanceof RequestError) || error.code === "RequestTooLarge") {
      throw error;
    }
    const asItCame: RejectedBody = { kind: "base64", base64: rawBytes(event).toString("base64") };
    return { origin, asItCame, body: { kind: "unreadable", message: error.message } };
  }
}

function queryWithoutToken({ queryStringParameters = {} }: APIGatewayProxyEventV2): Record<string, string> {
  return Object.fromEntries(
    Object.entries(queryStringParameters).flatMap(([name, value]) =>
      value === undefined || tokenParameters.has(name) ? [] : [[name, value]],
    ),
  );
}
