import type { PhoneBody } from "@ashiato/core/formats/adapted-reports";
import { readPhoneBody } from "@ashiato/core/formats/phone-body";
import { adaptRequest } from "@ashiato/core/formats/phone-request";
import {
  checkRejectedLine,
  readRejectedLine,
  type RejectedBody,
  type RejectedReport,
} from "@ashiato/core/rejected-report";
import type { RejectedKind, RejectedRecord } from "./rejected-record.ts";

/**
 * Reports that were confirmed to phones as kept: JSON lines, each with its own request. Repaired ones have
 * the same form.
 */
export const rejectedReports: RejectedKind = {
  takes: (key) => /^rejected\/(?:repaired\/)?reports\/.*\.jsonl(\.gz)?$/.test(key),
  read: (text) =>
    text
      .split("\n")
      .filter((line) => line !== "")
      .flatMap((line) => recordsOfLine(line)),
};

function recordsOfLine(line: string): RejectedRecord[] {
  const kept = readRejectedLine(line);
  return kept === undefined
    ? [
        {
          text: line,
          reason: "",
          problem: `is not a line of a rejected report${checkRejectedLine(line)?.slice("is not a rejected report".length)}`,
        },
      ]
    : recordsOf(kept, line);
}

/**
 * Returns a report for each that its app's format reads; events among them hold no report. The device that
 * the line names stands in where the request names no id.
 */
function recordsOf({ deviceId, ...kept }: RejectedReport, line: string): RejectedRecord[] {
  const { reason } = kept;
  const body = readable(kept.body);
  if (body.kind === "unreadable") {
    return [{ text: line, reason, problem: body.message }];
  }
  const query = deviceId === undefined ? kept.query : { deviceId, ...kept.query };
  const adapted = adaptRequest({ format: kept.format, query, sender: kept.sender, body });
  if (!adapted.ok) {
    return [{ text: line, reason, problem: adapted.message }];
  }
  return adapted.items.flatMap((item, index): RejectedRecord[] => {
    const text = JSON.stringify({ ...kept, deviceId, body: adapted.bodyOf([index]) });
    switch (item.kind) {
      case "report":
        return [{ text, reason, report: item.report }];
      case "refused":
        return [{ text, reason, problem: `${item.path} ${item.message}` }];
      case "event":
        return [];
    }
  });
}

function readable(body: RejectedBody): PhoneBody | { kind: "unreadable"; message: string } {
  switch (body.kind) {
    case "text":
      return readPhoneBody(body.text);
    case "base64":
      return { kind: "unreadable", message: "is no text in UTF-8" };
    case "json":
    case "form":
    case "none":
      return body;
  }
}
