import { parseXML } from "@aws-sdk/xml-builder";
import type { z } from "zod";
import type { Refusal } from "../refusal.ts";

/** The refusal of a body that is not what the action takes. */
export const malformedXml: Refusal = {
  statusCode: 400,
  code: "MalformedXML",
  message: "The XML you provided was not well-formed or did not validate against our published schema",
};

/** Returns the refusal of a query that is not what the action takes. */
export function invalidArgument({ issues }: z.ZodError): Refusal {
  const message = issues.map(({ path, message: why }) => `${path.join(".")}: ${why}`).join("; ");
  return { statusCode: 400, code: "InvalidArgument", message };
}

/** Returns the text of a request's body. */
export function bodyText(body: unknown): string {
  if (Buffer.isBuffer(body)) {
    return body.toString("utf8");
  }
  return typeof body === "string" ? body : "";
}

/**
 * Returns what a body of XML says: an object for an element with others, an array for one that is repeated,
 * otherwise text. Returns undefined for a body that is no XML.
 */
export function readXml(text: string): unknown {
  try {
    return parseXML(text);
  } catch {
    return undefined;
  }
}
