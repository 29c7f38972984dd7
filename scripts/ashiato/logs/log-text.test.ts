import { expect, it } from "vitest";
import { logText } from "./log-text.ts";

function shown(message: string): string {
  const event = { time: "2026-11-26T04:00:00.000Z", source: "Store", stream: "s", message };
  return logText(event, { timeZone: "Asia/Tokyo", width: 7 });
}

it("shows the level, the message and the fields of a structured line", () => {
  const line = {
    level: "WARN",
    message: "put aside",
    timestamp: "…",
    service: "ashiato",
    rows: 2,
    key: "a b",
  };
  expect(shown(JSON.stringify(line))).toBe(
    "2026-11-26 13:00:00+09:00  Store    WARN   put aside rows=2 key=a b",
  );
});

it("shows metrics by their phase and values", () => {
  const line = { _aws: { Timestamp: 1 }, service: "store", stage: "local", reports: 12 };
  expect(shown(JSON.stringify(line))).toBe(
    "2026-11-26 13:00:00+09:00  Store    METRIC store stage=local reports=12",
  );
});

it("shows what a handler raised with its stack below", () => {
  const error = {
    errorType: "TooFar",
    errorMessage: "out of range",
    trace: ["TooFar: out of range", " at x"],
  };
  expect(shown(`2026-11-26T04:00:00.000Z\tr-1\tERROR\tInvoke Error \t${JSON.stringify(error)}\n`)).toBe(
    "2026-11-26 13:00:00+09:00  Store    ERROR  Invoke Error: TooFar: out of range\n     at x",
  );
});

it.each([
  ["START RequestId: r-1 Version: $LATEST", "START RequestId: r-1 Version: $LATEST"],
  ["REPORT RequestId: r-1\tDuration: 2.00 ms", "REPORT RequestId: r-1  Duration: 2.00 ms"],
  ["{ not JSON", "{ not JSON"],
])("shows any other line as it is: %s", (message, expected) => {
  expect(shown(message)).toBe(`2026-11-26 13:00:00+09:00  Store           ${expected}`);
});
