import { expect, test } from "vitest";
import { needsOf } from "./needs.ts";
import type { StatusParts } from "./status.ts";

const lastRun: NonNullable<StatusParts["lastRun"]> = {
  run: "api-1",
  status: "SUCCEEDED",
  startedAt: "2026-11-26T15:15:00.000Z",
  stoppedAt: "2026-11-26T15:16:00.000Z",
  phase: "ended",
  exports: ["2026-11-26"],
  left: [],
  failedFeeds: [],
};
const alarm = {
  name: "DeadReportsAlarm",
  description: "Reports are in the dead-letter queue. See docs/operations.md, The queue grows.",
  reason: "Threshold Crossed",
  page: "docs/operations.md#the-queue-grows",
};

test("needs nobody while all is well, and as long as nothing could be read", () => {
  const schedule = { expression: "cron(15 0 * * ? *)", timeZone: "Asia/Tokyo", enabled: true };
  expect(
    needsOf({ lastRun, schedule, alarms: [], deadLetters: [{ queue: "DeadReports", messages: 0 }] }),
  ).toEqual([]);
  expect(needsOf({})).toEqual([]);
  expect(needsOf({ lastRun: null })).toEqual([]);
});

test("says why a run failed, and where to read on", () => {
  const failed = { ...lastRun, status: "FAILED" as const, phase: "exports" as const, error: "E", cause: "C" };
  expect(needsOf({ lastRun: failed })).toEqual([
    expect.objectContaining({
      kind: "runFailed",
      about: "api-1",
      what: "The last run, api-1, ended FAILED in the phase exports: E: C",
      page: "docs/operations.md#the-batch-failed",
    }),
  ]);
});

test("names a feed that was not delivered", () => {
  const feed = {
    result: "failed" as const,
    client: "acme",
    feed: "tokyo",
    error: "NoPlace",
    cause: "no bucket",
  };
  expect(needsOf({ lastRun: { ...lastRun, failedFeeds: [feed] } })).toMatchObject([
    {
      kind: "feedFailed",
      about: "acme tokyo",
      what: "The feed acme tokyo could not be delivered: NoPlace: no bucket",
    },
  ]);
});

test("says the same of dead letters and of their alarm once", () => {
  const deadLetters = [
    { queue: "DeadReports", messages: 2 },
    { queue: "Undelivered", messages: 1 },
  ];
  expect(needsOf({ deadLetters, alarms: [alarm] })).toMatchObject([
    { kind: "alarm", about: "DeadReportsAlarm", what: `DeadReportsAlarm: ${alarm.description}` },
    {
      kind: "deadLetters",
      about: "Undelivered",
      messages: 1,
      what: "The queue Undelivered holds 1 message that could not be worked on",
    },
  ]);
});

test("says that a disabled schedule starts no run", () => {
  const schedule = { expression: "cron(15 0 * * ? *)", timeZone: "Asia/Tokyo", enabled: false };
  expect(needsOf({ schedule })[0]?.what).toContain("disabled");
});
