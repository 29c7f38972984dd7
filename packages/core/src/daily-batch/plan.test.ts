import { expect, test } from "vitest";
import { parsePlanRequest, requestedRun, runName } from "./plan.ts";

const request = {
  executionArn: "arn:m",
  executionName: "daily",
  startTime: "2026-11-21T15:15:00.000Z",
  input: {},
};

test("a run is named after its execution, and is for the day before it started", () => {
  expect(requestedRun(parsePlanRequest(request), "Asia/Tokyo")).toEqual({
    run: "daily",
    date: "2026-11-21",
    drain: true,
  });
});

test("a date of the input is the run's", () => {
  const input = { date: "2026-02-28", Comment: "again" };
  expect(requestedRun(parsePlanRequest({ ...request, input }), "Asia/Tokyo")).toMatchObject({
    date: "2026-02-28",
  });
});

test.each([
  [{ date: "2026-02-29" }, 'must be a date yyyy-MM-dd, got "2026-02-29"'],
  [{ date: "21/11/2026" }, 'got "21/11/2026"'],
  [{ date: 20261121 }, "input.date"],
  [{ drain: "no" }, "input.drain"],
  [{ Date: "2026-11-21" }, '"Date"'],
])("input %j is InvalidInput that names it", (input, message) => {
  expect(() => parsePlanRequest({ ...request, input })).toThrow(
    expect.objectContaining({ name: "InvalidInput", message: expect.stringContaining(message) }),
  );
});

test("a name that is not safe in keys and SQL becomes a unique safe one", () => {
  expect(runName("daily-2026_11")).toBe("daily-2026_11");
  expect(runName("daily 1")).toMatch(/^daily_1-[0-9a-f]{16}$/);
  expect(runName("daily 1")).not.toBe(runName("daily.1"));
  expect(runName("'".repeat(200))).toMatch(/^[A-Za-z0-9_-]{80}$/);
  expect(runName("")).toMatch(/^-[0-9a-f]{16}$/);
});
