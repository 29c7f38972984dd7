import * as z from "zod";
import { type PhoneFormat, phoneFormats } from "./phone-format.ts";

const texts = z.record(z.string(), z.string());
const senderSchema = z.object({ user: z.string().optional(), device: z.string().optional() });

/** A body that could be read in its format, or the text or the bytes of one that could not. */
const bodySchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("json"), value: z.unknown() }),
  z.object({ kind: z.literal("form"), fields: texts }),
  z.object({ kind: z.literal("none") }),
  z.object({ kind: z.literal("text"), text: z.string() }),
  z.object({ kind: z.literal("base64"), base64: z.base64() }),
]);

/**
 * Reports that break a rule and were confirmed to a phone as kept: one line of an object under
 * `rejected/reports/`. `body` is a request with these reports as received, without the token and without the
 * other reports.
 */
const rejectedReportSchema = z.object({
  /** The reason: the key, the broken rule and the value of each issue. */
  reason: z.string(),
  format: z.enum(phoneFormats),
  requestId: z.string(),
  /** Time of arrival, UTC. */
  receivedAt: z.iso.datetime(),
  /**
   * The device, if it is known. A person who repairs the line may add one here, for a request that names
   * none.
   */
  deviceId: z.string().optional(),
  /** The client whose key it came with; absent for the stage's own token. */
  source: z.string().optional(),
  query: texts,
  sender: senderSchema,
  body: bodySchema,
});

export type RejectedReport = z.infer<typeof rejectedReportSchema>;
export type RejectedBody = RejectedReport["body"];

/** A phone's request without its token and its body. */
export type RequestOrigin = {
  format: PhoneFormat;
  query: Record<string, string>;
  /** X-Limit-U and X-Limit-D of OwnTracks. */
  sender: { user?: string | undefined; device?: string | undefined };
  /** The client whose key it came with; absent for the stage's own token. */
  source?: string;
};

/**
 * Returns the line of a rejected report: JSON in ASCII, so that a character is a byte and a queue accepts
 * every character. Throws a RangeError if it is nested too deep.
 */
export function rejectedLine(report: RejectedReport): string {
  return JSON.stringify(report).replaceAll(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Returns why a line is not one of `rejectedLine`; undefined if it is one. */
export function checkRejectedLine(line: string): string | undefined {
  const parsed = rejectedReportSchema.safeParse(parseJson(line));
  const [issue] = parsed.error?.issues ?? [];
  return issue === undefined
    ? undefined
    : `is not a rejected report: ${issue.path.join(".")} ${issue.message}`;
}

/** Reads a line of `rejectedLine` back; undefined if it is not one. */
export function readRejectedLine(line: string): RejectedReport | undefined {
  return rejectedReportSchema.safeParse(parseJson(line)).data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Text that is not JSON is not a rejected report either, which the caller reports.
    return undefined;
  }
}
