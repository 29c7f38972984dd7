import { ServiceError } from "@ashiato/aws-json/service-error";
import { onWire, type Protocol } from "./protocol.ts";

/**
 * AWS JSON 1.0, which the AWS SDK for JavaScript uses.
 * https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
 */
export const jsonProtocol: Protocol = {
  contentType: "application/x-amz-json-1.0",
  headers: {},
  read: ({ headers }, body) => {
    const [, action = ""] = String(headers["x-amz-target"]).split(".");
    return { action, input: parse(body.toString("utf8")) };
  },
  answer: (_action, output) => JSON.stringify(onWire(output, (date) => date.getTime() / 1_000)),
  refusal: ({ code, message }) => JSON.stringify({ __type: code, message }),
};

function parse(text: string): unknown {
  try {
    return text === "" ? {} : JSON.parse(text);
  } catch (cause) {
    throw new ServiceError("SerializationException", "The request's body is not JSON.", { cause });
  }
}
