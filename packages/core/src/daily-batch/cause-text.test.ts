import { expect, test } from "vitest";
import { causeText } from "./cause-text.ts";

test("an error that a function raised becomes its message", () => {
  const cause = JSON.stringify({ errorType: "LedgerMismatch", errorMessage: "2 is not 3", trace: ["at …"] });
  expect(causeText(cause)).toBe("2 is not 3");
});

test.for(["unload 2026-11-21 ended FAILED: ERROR", '{"errorMess', "{}", ""])(
  "%j is shown as it is",
  (cause) => {
    expect(causeText(cause)).toBe(cause);
  },
);
