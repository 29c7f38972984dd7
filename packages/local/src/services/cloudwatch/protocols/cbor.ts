import { ServiceError } from "@ashiato/aws-json/service-error";
import { cbor, dateToTag } from "@smithy/core/cbor";
import { onWire, type Protocol } from "./protocol.ts";

const operationPath = /\/service\/GraniteServiceVersion20100801\/operation\/(?<action>\w+)$/;

/**
 * RPC v2 with CBOR, which the AWS CLI and boto3 use since 2025.
 * https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
 */
export const cborProtocol: Protocol = {
  contentType: "application/cbor",
  headers: { "smithy-protocol": "rpc-v2-cbor" },
  read: ({ url = "" }, body) => ({
    action: operationPath.exec(url)?.groups?.["action"] ?? "",
    input: body.length === 0 ? {} : withTimes(deserialize(body)),
  }),
  answer: (_action, output) => Buffer.from(cbor.serialize(onWire(output, dateToTag))),
  refusal: ({ code, message }) => Buffer.from(cbor.serialize({ __type: code, message })),
};

function deserialize(body: Buffer): unknown {
  try {
    return cbor.deserialize(body);
  } catch (cause) {
    throw new ServiceError("SerializationException", "The request's body is not CBOR.", { cause });
  }
}

/** A time is a number of seconds under the tag 1. */
function withTimes(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withTimes);
  }
  if (value === null || typeof value !== "object") {
    return value;
  }
  if ("tag" in value && "value" in value && value.tag === 1) {
    return Number(value.value);
  }
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withTimes(member)]));
}
