import { randomUUID } from "node:crypto";

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

export function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
