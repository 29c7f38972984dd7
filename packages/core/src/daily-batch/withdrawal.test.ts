import { expect, test } from "vitest";
import { filesAfter, isWithdrawn, takesRowsOf } from "./withdrawal.ts";

const requestedAt = "2026-11-22T03:00:00.500Z";

function row({ device = "van-7", received = "2026-11-22 02:00:00.000000", source = "acme" }): string {
  return `${device},2026-11-21 03:00:00.000000,35.68,139.76,,,,,,,,00000000-0000-4000-8000-000000000001,${received},${source}`;
}

test.each([
  ["a row of the client", row({}), true],
  ["a row of another client", row({ source: "acme-2" }), false],
  ["a row of the stage's own token", row({ source: "" }), false],
  ["a row from before there were sources", row({}).replace(/,acme$/, ""), false],
  ["a device of the client's name", row({ device: "acme", source: "" }), false],
  ["a row that was received a moment before", row({ received: "2026-11-22 03:00:00.499999" }), true],
  ["a row that was received then", row({ received: "2026-11-22 03:00:00.500000" }), false],
  ["a row that was received since", row({ received: "2026-11-23 00:00:00.000000" }), false],
])("%s is judged by its source and its arrival", (_name, line, expected) => {
  expect(isWithdrawn(line, { client: "acme", requestedAt })).toBe(expected);
});

test("a device that is named bounds the rows", () => {
  const rows = { client: "acme", device: "van-7", requestedAt };
  expect(isWithdrawn(row({}), rows)).toBe(true);
  expect(isWithdrawn(row({ device: "van-70" }), rows)).toBe(false);
});

test.each([
  ["a later one of the same device", {}, true],
  ["one of the same moment", { requestedAt }, true],
  ["an earlier one", { requestedAt: "2026-11-22T02:00:00.000Z" }, false],
  ["a later one of all devices", { device: undefined }, true],
  ["a later one of another device", { device: "van-8" }, false],
  ["one that waits for the next run", { state: "asked" as const }, true],
  ["one that is being taken back", { state: "returning" as const }, false],
  ["one that was taken back", { state: "returned" as const }, false],
  ["itself", { id: "first" }, false],
])("%s takes rows again that were put back: as it has their device and time", (_name, other, expected) => {
  const first = { id: "first", device: "van-7", requestedAt };
  const later = {
    ...first,
    id: "second",
    requestedAt: "2026-11-22T04:00:00.000Z",
    state: "withdrawn" as const,
  };
  expect(takesRowsOf({ ...later, ...other }, first)).toBe(expected);
});

test("of a file that lost rows twice, the last rest counts; one without rows is not there", () => {
  const taken = (from: string, rows: number, bytes: number) => ({
    from,
    to: "x",
    rows: 1,
    left: { rows, bytes },
  });
  const files = ["a", "b", "c"].map((key) => ({ key, rows: 9, bytes: 900 }));
  const withdrawals = [
    { taken: [taken("a", 3, 300), taken("b", 0, 20)], returned: [{ key: "d", rows: 1, bytes: 100 }] },
    { taken: [taken("a", 5, 500)], returned: [] },
  ];
  expect(filesAfter(files, withdrawals)).toEqual([
    { key: "a", rows: 3, bytes: 300 },
    { key: "c", rows: 9, bytes: 900 },
    { key: "d", rows: 1, bytes: 100 },
  ]);
});
