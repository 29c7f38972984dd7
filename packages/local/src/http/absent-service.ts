import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { cbor } from "@smithy/core/cbor";

/** Services that answer in XML, but whose requests are not forms. */
const xmlServices = new Set(["cloudfront", "route53"]);

const code = "NotServedLocally";

/** Not 503: SDK clients would try again. */
const statusCode = 501;

export type AbsentAnswer = { statusCode: number; headers: Record<string, string>; body: Buffer | string };

/**
 * Returns the answer to a request for a service that the stage does not have, as an error in the form of the
 * request's protocol, so that every SDK client shows the message.
 * https://smithy.io/2.0/aws/protocols/index.html
 */
export function absentService(
  { headers }: Pick<IncomingMessage, "headers">,
  { asked, served }: { asked: string; served: readonly string[] },
): AbsentAnswer {
  const message = `The local stage has no service '${asked}'. It has ${served.join(", ")}. Nothing was sent to AWS.`;
  const type = headers["content-type"] ?? "";
  const requestId = randomUUID();
  const common = { "x-amzn-requestid": requestId };
  const error = { __type: code, code, message };
  if (headers["smithy-protocol"] === "rpc-v2-cbor") {
    const answer = { ...common, "content-type": "application/cbor", "smithy-protocol": "rpc-v2-cbor" };
    return { statusCode, headers: answer, body: Buffer.from(cbor.serialize(error)) };
  }
  if (headers["x-amz-target"] !== undefined) {
    return { statusCode, headers: { ...common, "content-type": type }, body: JSON.stringify(error) };
  }
  if (type.includes("application/x-www-form-urlencoded") || xmlServices.has(asked)) {
    const body = `<Code>${code}</Code><Message>${message}</Message>`;
    // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
    const xml =
      asked === "ec2"
        ? `<Response><Errors><Error>${body}</Error></Errors><RequestID>${requestId}</RequestID></Response>`
        : `<ErrorResponse><Error><Type>Sender</Type>${body}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
    return { statusCode, headers: { ...common, "content-type": "text/xml" }, body: xml };
  }
  return {
    statusCode,
    headers: { ...common, "content-type": "application/json", "x-amzn-errortype": code },
    body: JSON.stringify(error),
  };
}
