import { z } from "zod";
import type { RejectedKind, RejectedRecord } from "./rejected-record.ts";
import { recordOfRow } from "./rejected-rows.ts";

const messageSchema = z.object({ reason: z.string().default(""), body: z.string() });
const reportsSchema = z
  .union([
    z.object({ locations: z.array(z.looseObject({})) }).transform(({ locations }) => locations),
    z.looseObject({}),
  ])
  .transform((value) => (Array.isArray(value) ? value : [value]));

/** The first line of a message that `receive` packed, of whatever version. */
const heading = /^ashiato-locations\/\d+$/;

/** Messages that `store` could not read: JSON lines, whose `body` is whatever was on the queue. */
export const rejectedMessages: RejectedKind = {
  takes: (key) => /\.jsonl(\.gz)?$/.test(key),
  read: (text) =>
    text
      .split("\n")
      .filter((line) => line !== "")
      .flatMap((line) => recordsOfLine(line)),
};

function recordsOfLine(line: string): RejectedRecord[] {
  const message = messageSchema.safeParse(parseJson(line));
  return message.success
    ? recordsOfBody(message.data)
    : [{ text: line, reason: "", problem: "is not a rejected message, which is JSON with a body" }];
}

function recordsOfBody({ body, reason }: z.infer<typeof messageSchema>): RejectedRecord[] {
  const [first = "", ...rows] = body.split("\n");
  if (heading.test(first)) {
    return rows.length > 0
      ? rows.map((row) => recordOfRow(row, reason))
      : [{ text: body, reason, problem: "has no row after its heading" }];
  }
  const reports = reportsSchema.safeParse(parseJson(body));
  if (reports.success && reports.data.length > 0) {
    return reports.data.map((report) => ({ text: JSON.stringify(report), reason, report }));
  }
  return [{ text: body, reason, problem: "is neither a queue message nor reports as JSON" }];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The caller keeps the text and reports the problem.
    return undefined;
  }
}
