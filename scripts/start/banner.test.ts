import { expect, test } from "vitest";
import { parseReport } from "@ashiato/core/parse-report";
import { banner } from "./banner.ts";
import { directoryOption } from "./start-arguments.ts";

// Already the next day in Tokyo.
const now = new Date("2026-11-20T16:00:00Z");
const stage = {
  apiUrl: "http://127.0.0.1:4100",
  signInLink: "http://127.0.0.1:4100/console#ticket=sgn_1",
  tokens: { ingest: "send", download: "fetch" },
  storeSchedule: "rate(5 minutes)",
  nextRun: Date.parse("2026-11-21T15:15:00Z"),
  timeZone: "Asia/Tokyo",
  directoryOption: "",
  withDemo: false,
  now,
};
const text = banner(stage);

test("the example is a report that the API accepts", () => {
  const body: unknown = JSON.parse(/-d '(.*)'/.exec(text)?.[1] ?? "");
  const window = { now: now.getTime(), lateWindowDays: 30, futureWindowHours: 24 };
  expect(parseReport(body, window)).toMatchObject({ ok: true });
});

test("the CSV that it ends with is that of the report's business date", () => {
  expect(text).toContain("curl -L http://127.0.0.1:4100/v1/exports/2026-11-21/csv");
});

test("times are those of the stage's zone, with its offset", () => {
  expect(text).toContain("It is 2026-11-21 01:00:00+09:00 in its time zone, Asia/Tokyo.");
  expect(text).toContain("the daily batch next runs at 2026-11-22 00:15:00+09:00");
});

test("its commands name the directory of a stage that is not at the usual place", () => {
  const elsewhere = banner({ ...stage, directoryOption: directoryOption("/tmp/it's") });
  const commands = [...elsewhere.matchAll(/ashiato -- (?!--help)[^\n;)]+/g)].map(([command]) => command);
  expect(commands).toHaveLength(4);
  for (const command of commands) {
    expect(command).toContain(String.raw`--directory '/tmp/it'\''s'`);
  }
  expect(directoryOption(".ashiato/local")).toBe("");
});
