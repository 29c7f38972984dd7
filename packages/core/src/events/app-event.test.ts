import { expect, test } from "vitest";
import { type Arrival, arrivedFile } from "../file-intake/arrived-file.ts";
import { receiptSchema } from "../file-intake/receipt.ts";
import { appEventSchema } from "./app-event.ts";
import { exportEvent } from "./export-event.ts";
import { intakeEvent } from "./intake-event.ts";
import type { StatusChange } from "./occurrence.ts";
import { runEvent } from "./run-event.ts";

const change: StatusChange = {
  executionArn: "arn:aws:states:ap-northeast-1:000000000000:execution:machine:one",
  stateMachineArn: "arn:aws:states:ap-northeast-1:000000000000:stateMachine:machine",
  name: "one",
  status: "FAILED",
  startDate: Date.parse("2026-11-25T00:00:00Z"),
  stopDate: Date.parse("2026-11-25T00:10:00Z"),
  error: "LedgerMismatch",
  cause: JSON.stringify({ errorMessage: "1 is not 2", trace: ["at line 1"] }),
  redriveCount: 0,
};

const arrival: Arrival = {
  time: "2026-11-25T00:00:00Z",
  detail: {
    bucket: { name: "inbox" },
    object: { key: "haulier/day.csv", size: 9, etag: "abc", "version-id": "v1" },
  },
};

const receipt = receiptSchema.parse({
  ...arrivedFile(arrival),
  status: "registered",
  execution: "one",
  attempt: 1,
  arrivedAt: "2026-11-25T00:00:00Z",
  endedAt: "2026-11-25T00:09:00Z",
  parts: 1,
  kinds: ["csv"],
  rows: { read: 3, accepted: 2, rejected: 1 },
  rejects: [],
  rejectsKey: null,
  reason: null,
  arrival,
});

test("a run that failed says why, without a stack trace, and a redrive of it is told apart", () => {
  const failed = runEvent(change, "local");
  expect(appEventSchema.parse(failed)).toMatchObject({
    type: "runs.failed",
    time: "2026-11-25T00:10:00.000Z",
    data: { run: "one", error: "LedgerMismatch", cause: "1 is not 2" },
  });
  const redriven = { ...change, redriveCount: 1, redriveDate: Date.parse("2026-11-25T01:00:00Z") };
  expect(runEvent(redriven, "local").id).not.toBe(failed.id);
  expect(runEvent({ ...redriven, status: "RUNNING", stopDate: null }, "local")).toMatchObject({
    type: "runs.started",
    time: "2026-11-25T01:00:00.000Z",
    data: { startedAt: "2026-11-25T00:00:00.000Z" },
  });
});

test("a run that found another one at work names it", () => {
  const output = JSON.stringify({
    result: "already_running",
    runningExecution: `${change.executionArn}-two`,
  });
  expect(runEvent({ ...change, status: "SUCCEEDED", output }, "local")).toMatchObject({
    type: "runs.succeeded",
    data: { dates: [], otherRun: "one-two" },
  });
});

test("a file is registered by its receipt, also if the mail about it failed", () => {
  expect(appEventSchema.parse(intakeEvent(change, { arrival, receipt }, "local"))).toMatchObject({
    type: "intake.registered",
    time: "2026-11-25T00:09:00Z",
    data: { client: "haulier", file: receipt.id, name: "day.csv", rows: { read: 3 } },
  });
});

test("a file whose execution was stopped is failed, with what is known of it", () => {
  const converting = { ...receipt, status: "converting" as const, endedAt: null, rows: null };
  const stopped = { ...change, status: "ABORTED" as const, error: null, cause: null };
  expect(intakeEvent(stopped, { arrival, receipt: converting }, "local")).toMatchObject({
    type: "intake.failed",
    time: "2026-11-25T00:10:00.000Z",
    data: { file: receipt.id, reason: "ABORTED" },
  });
});

test("nothing is told of a file that another execution has", () => {
  const other = { ...receipt, execution: "two" };
  for (const status of ["RUNNING", "SUCCEEDED", "FAILED"] as const) {
    expect(intakeEvent({ ...change, status }, { arrival, receipt: other }, "local")).toBeUndefined();
  }
});

test("a version is published once: not when it repeats another, nor when its files are removed", () => {
  const detail = { bucket: { name: "downloads" }, object: { key: "export.json", etag: "abc" } };
  const version = { date: "2026-11-24", version: 2, run: "one", createdAt: "2026-11-25T00:00:00Z" };
  expect(exportEvent(detail, { ...version, unchangedSince: 1 }, "local")).toBeUndefined();
  const document = {
    ...version,
    timeZone: "Asia/Tokyo",
    rows: 5,
    conflicts: 0,
    bytes: 100,
    checksum: `sha256:${"0".repeat(64)}` as const,
    schemaVersion: 1,
    localTime: false,
    indexed: true,
    files: [],
  };
  expect(appEventSchema.parse(exportEvent(detail, document, "local"))).toMatchObject({
    data: { version: 2, kind: "whole", rows: 5, completeThrough: null },
  });
  const removed = { ...document, removedAt: "2026-12-30T00:00:00Z" };
  expect(exportEvent(detail, removed, "local")).toBeUndefined();
});
