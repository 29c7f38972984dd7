import type { Rejection } from "../../api/send-answer.ts";
import { postReports, type Target } from "../../api/post-reports.ts";
import type { RejectedRecord } from "./rejected-record.ts";

const batchReports = 200;

/** A record that could not be sent, or was rejected again. */
export type LeftRecord = { text: string; reason: string };

/** The outcome for every record of an object. */
export type Replayed = { accepted: number; left: LeftRecord[] };

/**
 * Sends the records of an object; returns those that were not accepted with the reason. Throws what
 * `postReports` throws: the outcome of every record is then unknown.
 */
export async function replayRecords(records: readonly RejectedRecord[], target: Target): Promise<Replayed> {
  const left: LeftRecord[] = [];
  const sendable: { text: string; report: object }[] = [];
  for (const record of records) {
    if ("report" in record) {
      sendable.push(record);
    } else {
      left.push({ text: record.text, reason: record.problem });
    }
  }
  let accepted = 0;
  for (let start = 0; start < sendable.length; start += batchReports) {
    const batch = sendable.slice(start, start + batchReports);
    const rejections = await postReports(
      batch.map(({ report }) => report),
      target,
    );
    accepted += batch.length - rejections.length;
    left.push(
      ...rejections.map(({ index, issues }) => ({
        text: batch[index]?.text ?? "",
        reason: reasonOf(issues),
      })),
    );
  }
  return { accepted, left };
}

function reasonOf(issues: Rejection["issues"]): string {
  return issues.map(({ path, message }) => `${path} ${message}`.trim()).join("; ");
}
