import type { Rejection } from "../../api/send-answer.ts";
import { postReports, type Target } from "../../api/post-reports.ts";
import type { RejectedRecord } from "./rejected-record.ts";

const batchReports = 200;

/** A record that could not be sent, or was rejected again. */
export type LeftRecord = { text: string; reason: string };

/** What became of the records of an object; together they are all of them. */
export type Replayed = { accepted: number; left: LeftRecord[] };

/** Sends the records of an object; those that are left are named with the reason. Throws what sending throws: then nothing is known of any. */
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
