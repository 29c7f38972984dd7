import { randomUUID } from "node:crypto";
import { type QueryTree, queryTree } from "../../../http/query-parameters.ts";
import { xmlElement } from "../../../http/xml-element.ts";
import { onWire, type Protocol } from "./protocol.ts";

const namespace = ' xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/"';

/**
 * AWS Query, which the AWS CLI and boto3 used before: parameters such as
 * `MetricData.member.1.MetricName=queued`, answers in XML.
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export const queryProtocol: Protocol = {
  contentType: "text/xml",
  headers: {},
  read: ({ url = "/" }, body) => {
    const form =
      body.length > 0
        ? new URLSearchParams(body.toString("utf8"))
        : new URL(`http://service${url}`).searchParams;
    const root = queryTree(form);
    return { action: form.get("Action") ?? "", input: valueOf(root) };
  },
  answer: (action, output) => {
    const result = onWire(output, (date) => date.toISOString());
    const members = { [`${action}Result`]: result, ResponseMetadata: { RequestId: randomUUID() } };
    return xmlElement(`${action}Response`, members, namespace);
  },
  refusal: ({ code, message }) =>
    xmlElement(
      "ErrorResponse",
      { Error: { Type: "Sender", Code: code, Message: message }, RequestId: randomUUID() },
      namespace,
    ),
};

/** A list's only member is called `member`, and its items by their numbers. */
function valueOf(tree: QueryTree | string): unknown {
  if (typeof tree === "string") {
    return tree;
  }
  const items = tree.get("member");
  if (items instanceof Map) {
    const ordered = [...items].toSorted(([a], [b]) => Number(a) - Number(b));
    return ordered.map(([, item]) => valueOf(item));
  }
  return Object.fromEntries([...tree].map(([name, child]) => [name, valueOf(child)]));
}
