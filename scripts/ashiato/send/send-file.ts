import { setTimeout as sleep } from "node:timers/promises";
import { postReports, type Target } from "../../api/post-reports.ts";
import { movedReport } from "../../input/moved-report.ts";
import type { InputOptions } from "../../input/read-input.ts";
import { bar } from "../../terminal/bar.ts";
import { numberText } from "../../terminal/text-table.ts";
import type { Io } from "../command.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { type InputRecord, readBatches } from "./read-batches.ts";
import type { RejectedInput, RejectsFile } from "./rejects-file.ts";
import { counted } from "../../terminal/counted.ts";

export type FileSending = {
  path: string;
  options: InputOptions;
  /** Reports in the file, including those that cannot be read. */
  reports: number;
  /** Reports per request, concurrent requests, and the maximum of reports per second. */
  batch: number;
  parallel: number;
  pace: number | undefined;
  checkpoint: Checkpoint;
  rejects: RejectsFile;
  target: Omit<Target, "signal" | "onRetry">;
};

/**
 * Sends the batches that the checkpoint lacks. Returns the seconds taken. Throws what reading the file and
 * posting throw.
 */
export async function sendFile(sending: FileSending, io: Io): Promise<number> {
  const began = performance.now();
  const stop = new AbortController();
  const signal = AbortSignal.any([io.signal, stop.signal]);
  const onRetry = (reason: string): void => io.progress.update(`Trying again: ${reason}`);
  const target = { ...sending.target, signal, onRetry };
  const { path, options, batch, pace, checkpoint, rejects, reports } = sending;
  const batches = readBatches(path, { size: batch, options });
  let due = began;
  const sender = async (): Promise<void> => {
    for await (const { index, records } of batches) {
      if (checkpoint.isDone(index)) {
        continue;
      }
      if (pace !== undefined) {
        const start = Math.max(due, performance.now());
        due = start + (records.length / pace) * 1000;
        await sleep(start - performance.now(), undefined, { signal });
      }
      const rejected = await sendRecords(records, checkpoint.counts.shiftDays, target);
      await rejects.add(rejected);
      await checkpoint.decided(index, {
        accepted: records.length - rejected.length,
        rejected: rejected.length,
      });
      io.progress.update(progressText(checkpoint.counts, reports));
    }
  };
  try {
    await Promise.all(Array.from({ length: sending.parallel }, sender));
  } catch (error) {
    stop.abort();
    io.progress.say("Not everything was sent; run the same command again to resume");
    throw io.signal.aborted ? io.signal.reason : error;
  }
  return (performance.now() - began) / 1000;
}

/** Sends the reports among the records; returns the records that the API rejected or that cannot be read. */
async function sendRecords(
  records: readonly InputRecord[],
  shiftDays: number,
  target: Target,
): Promise<RejectedInput[]> {
  const unreadable = records.flatMap((record) =>
    record.kind === "refused" ? [{ record, reason: record.reason }] : [],
  );
  const sendable = records.flatMap((record) => (record.kind === "report" ? [record] : []));
  if (sendable.length === 0) {
    return unreadable;
  }
  const rejections = await postReports(
    sendable.map(({ report }) => movedReport(report, shiftDays)),
    target,
  );
  const rejected = rejections.flatMap(({ index, issues }) => {
    const record = sendable[index];
    const reason = issues.map(({ path, message }) => `${path} ${message}`.trim()).join("; ");
    return record === undefined ? [] : [{ record, reason }];
  });
  return [...unreadable, ...rejected];
}

function progressText({ accepted, rejected }: { accepted: number; rejected: number }, total: number): string {
  const sent = accepted + rejected;
  return `${bar(sent, total)} ${numberText(sent)} of ${counted(total, "report")}, ${numberText(rejected)} rejected`;
}
