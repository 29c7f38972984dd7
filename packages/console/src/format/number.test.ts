import { expect, test } from "vitest";
import { bytesText, countText, secondsText, shortCountText } from "./number.ts";

test("counts have separators, or few characters", () => {
  expect(countText(24_000_000, "en")).toBe("24,000,000");
  expect(shortCountText(24_000_000, "en")).toBe("24M");
  expect(shortCountText(24_000_000, "ja")).toBe("2400万");
});

test("sizes have three digits that count", () => {
  expect([0, 999, 1_000, 2_650_112, 2_600_000_000].map((bytes) => bytesText(bytes, "en"))).toEqual([
    "0 B",
    "999 B",
    "1 kB",
    "2.65 MB",
    "2.6 GB",
  ]);
});

test("seconds have hundredths", () => {
  expect([0.006612545, 0.5537, 12].map((seconds) => secondsText(seconds, "en"))).toEqual([
    "0.01",
    "0.55",
    "12",
  ]);
});
