import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** An answer of S3 in its own words: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export type Refusal = {
  statusCode: number;
  code: string;
  message: string;
  /** Further elements of the error. */
  details?: Record<string, string>;
};

/** Returns the body of S3's answer for an error. */
export function refusalXml({ code, message, details = {} }: Refusal): string {
  const elements = { Code: code, Message: message, ...details, RequestId: randomUUID(), HostId: "local" };
  const inner = Object.entries(elements).map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${inner.join("")}</Error>`;
}

/**
 * Returns the refusal of a key that the stage does not have, of a token that is not the key's, or of one that
 * has expired.
 */
export function unknownKey(
  problem: "unknown-key" | "wrong-token" | "expired-token",
  accessKeyId: string,
): Refusal {
  if (problem === "expired-token") {
    return { statusCode: 400, code: "ExpiredToken", message: "The provided token has expired." };
  }
  return problem === "wrong-token"
    ? {
        statusCode: 400,
        code: "InvalidToken",
        message: "The provided token is malformed or otherwise invalid.",
      }
    : {
        statusCode: 403,
        code: "InvalidAccessKeyId",
        message: "The AWS Access Key Id you provided does not exist in our records.",
        details: { AWSAccessKeyId: accessKeyId },
      };
}

export function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/**
 * Answers in the form of the service that was asked: AWS JSON for SQS, the Query protocol for SNS, S3's XML.
 */
export async function sendRefusal(
  reply: { status: (code: number) => { type: (type: string) => { send: (body: string) => unknown } } },
  refusal: Refusal,
  headers: IncomingHttpHeaders,
): Promise<void> {
  const { statusCode, code, message } = refusal;
  const type = headers["content-type"] ?? "";
  const answer = reply.status(statusCode);
  if (type.includes("application/x-amz-json-1.0")) {
    await answer.type("application/x-amz-json-1.0").send(JSON.stringify({ __type: code, message }));
    return;
  }
  const xml = type.includes("application/x-www-form-urlencoded")
    ? `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error></ErrorResponse>`
    : refusalXml(refusal);
  await answer.type("application/xml").send(xml);
}
