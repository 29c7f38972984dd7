import { expect, test } from "vitest";
import { agoText, dateText, durationText, minuteText, momentText, offsetText } from "./time.ts";

const tokyo = { timeZone: "Asia/Tokyo", language: "en" };
const at = "2026-11-26T15:15:03.000Z";

test("a moment is written in the stage's zone, with its offset", () => {
  expect(momentText(at, tokyo)).toBe("27 Nov 2026, 00:15:03 +09:00");
  expect(momentText(at, { ...tokyo, language: "ja" })).toBe("2026年11月27日 00:15:03 +09:00");
  expect(minuteText(at, "Asia/Tokyo")).toBe("00:15");
  expect(offsetText(at, "UTC")).toBe("+00:00");
  expect(offsetText("2026-07-01T00:00:00Z", "America/St_Johns")).toBe("-02:30");
});

test("what is near is counted from now", () => {
  const now = Date.parse(at);
  expect(agoText(now - 3 * 3_600_000, now, "en")).toBe("3 hours ago");
  expect(agoText(now - 20_000, now, "en")).toBe("20 seconds ago");
  expect(agoText(now + 5 * 60_000, now, "en")).toBe("in 5 minutes");
  expect(agoText(now - 86_400_000, now, "ja")).toBe("昨日");
});

test("durations and dates are short", () => {
  expect([7_000, 725_000, 3_723_000, -5].map(durationText)).toEqual(["0:07", "12:05", "1:02:03", "0:00"]);
  expect(dateText("2026-11-26", "en")).toBe("Thu, 26 Nov 2026");
  expect(dateText("2026-11-26", "ja")).toBe("2026年11月26日(木)");
});
