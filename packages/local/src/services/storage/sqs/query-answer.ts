import { randomUUID } from "node:crypto";
import { escapeXml } from "../refusal.ts";

/** Lists of AWS JSON, with the element that the Query protocol repeats for them. */
const lists: Record<string, string> = {
  Failed: "BatchResultErrorEntry",
  Messages: "Message",
  QueueUrls: "QueueUrl",
  queueUrls: "QueueUrl",
  Results: "ListMessageMoveTasksResultEntry",
};

/** Maps of AWS JSON, with the element that the Query protocol repeats for their entries. */
const maps: Record<string, { element: string; key: string }> = {
  Attributes: { element: "Attribute", key: "Name" },
  MessageAttributes: { element: "MessageAttribute", key: "Name" },
  Tags: { element: "Tag", key: "Key" },
};

/** Codes that are the same in both protocols; the others have a prefix in the Query protocol. */
const commonCodes = new Set(["InvalidAction", "InvalidParameterValue", "MissingAction", "MissingParameter"]);
const codePrefix = "AWS.SimpleQueueService.";

/** Returns an answer of an action, of AWS JSON, as XML of SQS's Query protocol. */
export function queryAnswer(action: string, output: object): string {
  const result = members(action, output);
  return (
    `<${action}Response xmlns="http://queue.amazonaws.com/doc/2012-11-05/">` +
    (result === "" ? "" : `<${action}Result>${result}</${action}Result>`) +
    `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></${action}Response>`
  );
}

/** Returns an error as XML of SQS's Query protocol. */
export function queryError(error: { code: string; message: string; fault: string }): string {
  const bare = error.code.replace(codePrefix, "");
  const code = commonCodes.has(bare) ? bare : `${codePrefix}${bare}`;
  return (
    `<ErrorResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><Error><Type>${escapeXml(error.fault)}</Type>` +
    `<Code>${escapeXml(code)}</Code><Message>${escapeXml(error.message)}</Message></Error>` +
    `<RequestId>${randomUUID()}</RequestId></ErrorResponse>`
  );
}

function members(action: string, value: object): string {
  return Object.entries(value)
    .map(([name, child]: [string, unknown]) => member(action, name, child))
    .join("");
}

function member(action: string, name: string, value: unknown): string {
  const map = maps[name];
  if (map !== undefined && value !== null && typeof value === "object") {
    return Object.entries(value)
      .map(([key, child]: [string, unknown]) =>
        element(map.element, element(map.key, escapeXml(key)) + member(action, "Value", child)),
      )
      .join("");
  }
  if (Array.isArray(value)) {
    const repeated = name === "Successful" ? `${action}ResultEntry` : (lists[name] ?? name);
    return value.map((each: unknown) => member(action, repeated, each)).join("");
  }
  if (value === undefined || value === null) {
    return "";
  }
  if (typeof value === "object") {
    return element(name, members(action, value));
  }
  return element(name, escapeXml(typeof value === "string" ? value : JSON.stringify(value)));
}

function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}
