import { postReports, type Target } from "./post-reports.ts";
import type { Rejection } from "./send-answer.ts";
import type { DemoReport } from "../report/demo-report.ts";

/** Reports per request; the API takes up to a thousand. */
const batchReports = 200;
/** Concurrent requests. */
const parallelRequests = 4;

/** The outcome of a batch: the app keeps `accepted`, whatever happens now. */
export type SentBatch = {
  accepted: DemoReport[];
  rejected: { report: DemoReport; issues: Rejection["issues"] }[];
};

export type Sending = Target & {
  /** Called when the API has decided about a batch; the next batch of the same sender waits for it. */
  onBatch: (batch: SentBatch) => Promise<void>;
};

/** Sends reports to the API in batches, a few at a time. Throws what `postReports` throws. */
export async function sendReports(reports: readonly DemoReport[], sending: Sending): Promise<void> {
  let next = 0;
  const sender = async (): Promise<void> => {
    while (next < reports.length) {
      const batch = reports.slice(next, next + batchReports);
      next += batch.length;
      const rejections = await postReports(
        batch.map(({ body }) => body),
        sending,
      );
      await sending.onBatch(splitBatch(batch, rejections));
    }
  };
  await Promise.all(Array.from({ length: parallelRequests }, sender));
}

function splitBatch(batch: DemoReport[], rejections: Rejection[]): SentBatch {
  const issuesOf = new Map(rejections.map(({ index, issues }) => [index, issues]));
  return {
    accepted: batch.filter((_, index) => !issuesOf.has(index)),
    rejected: batch.flatMap((report, index) => {
      const issues = issuesOf.get(index);
      return issues === undefined ? [] : [{ report, issues }];
    }),
  };
}
