import { expect, test } from "vitest";
import {
  inboxState,
  isLive,
  isShared,
  liveExportIds,
  liveExportRequestSchema,
  liveSelection,
} from "./live-export.ts";

/** Half past midnight in Tokyo. */
const now = Date.parse("2026-11-21T15:30:00Z");
const moment = { now, timeZone: "Asia/Tokyo" };

test.each([
  [{}, { date: "2026-11-22" }],
  [{ date: "today" }, { date: "2026-11-22" }],
  [{ date: "yesterday" }, { date: "2026-11-21" }],
  [{ date: "2026-11-21" }, { date: "2026-11-21" }],
  [{ devices: ["b", "a", "b"] }, { date: "2026-11-22", devices: ["a", "b"] }],
  [{ box: [139, 35, 140, 36] }, { date: "2026-11-22", box: [139, 35, 140, 36] }],
])("%j selects %j", (request, expected) => {
  expect(liveSelection(liveExportRequestSchema.parse(request), moment)).toEqual(expected);
});

test.each([
  ["2026-11-23", false],
  ["2026-11-22", true],
  ["2026-11-21", true],
  ["2026-11-20", false],
])("the rows of %s still come in: %s", (date, expected) => {
  expect(isLive({ date }, moment)).toBe(expected);
});

test.each([
  [{ date: "tomorrow" }],
  [{ date: "2026-02-30" }],
  [{ devices: [] }],
  [{ devices: ["a'b"] }],
  [{ devices: Array.from({ length: 101 }, (_, index) => `van-${index}`) }],
  [{ box: [139, 36, 140, 35] }],
  [{ box: [181, 35, 140, 36] }],
  [{ box: [139, 35, 140] }],
  [{ drain: true }],
])("%j is refused", (request) => {
  expect(liveExportRequestSchema.safeParse(request).success).toBe(false);
});

test("who asks for the same within a minute shares it, across the turn of the minute too", () => {
  const selection = { date: "2026-11-22" };
  const first = liveExportIds(selection, now + 59_000);
  const second = liveExportIds(selection, now + 61_000);
  expect(second.before).toBe(first.own);
  expect(isShared(now + 59_000, now + 61_000)).toBe(true);
  expect(isShared(now, now + 60_000)).toBe(false);
  expect(liveExportIds({ date: "2026-11-21" }, now).own).not.toBe(liveExportIds(selection, now).own);
});

test("an inbox is the same as long as no object has left it", () => {
  const before = inboxState(["work/a", "work/b"]);
  expect(inboxState(["work/a", "work/b", "work/c"], before.last)).toEqual(before);
  expect(inboxState(["work/b", "work/c"], before.last)).not.toEqual(before);
  expect(inboxState([])).toMatchObject({ last: "", objects: 0 });
});
