import { expect, test } from "vitest";
import { parsePlanRequest, planRun, runName } from "./plan.ts";

const self = { ExecutionArn: "arn:m", Name: "daily", StartDate: "2026-11-21T15:15:00.000Z" };
const request = {
  executionArn: self.ExecutionArn,
  executionName: self.Name,
  startTime: self.StartDate,
  input: {},
  running: [self],
};

function other(ExecutionArn: string, StartDate: string) {
  return { ExecutionArn, Name: ExecutionArn, StartDate };
}

test("a run alone is planned under its own name", () => {
  expect(planRun(request, "Asia/Tokyo")).toEqual({ result: "planned", run: "daily", date: "2026-11-21" });
});

test("a date of the input is the run's", () => {
  const input = { date: "2026-02-28", Comment: "again" };
  expect(planRun(parsePlanRequest({ ...request, input }), "Asia/Tokyo")).toMatchObject({
    date: "2026-02-28",
  });
});

test("a run gives way to the earliest of those that started before it", () => {
  const running = [other("arn:z", "2026-11-21T15:14:59.999Z"), self, other("arn:a", "2026-11-21T15:14:00Z")];
  expect(planRun({ ...request, running }, "Asia/Tokyo")).toEqual({
    result: "already_running",
    runningExecution: "arn:a",
  });
});

test("of two runs that started at once exactly one goes on", () => {
  const twin = other("arn:n", self.StartDate);
  const running = [self, twin];
  expect(planRun({ ...request, running }, "Asia/Tokyo")).toMatchObject({ result: "planned" });
  const twinRequest = { ...request, executionArn: "arn:n", executionName: "twin", running };
  expect(planRun(twinRequest, "Asia/Tokyo")).toEqual({
    result: "already_running",
    runningExecution: "arn:m",
  });
});

test("a run that started later does not matter, nor that the list lacks this one", () => {
  const running = [other("arn:a", "2026-11-21T15:15:00.001Z")];
  expect(planRun({ ...request, running }, "Asia/Tokyo")).toMatchObject({ result: "planned" });
});

test.each([
  [{ date: "2026-02-29" }, 'must be a date yyyy-MM-dd, got "2026-02-29"'],
  [{ date: "21/11/2026" }, 'got "21/11/2026"'],
  [{ date: 20261121 }, "input.date"],
  [{ Date: "2026-11-21" }, '"Date"'],
])("input %j is InvalidInput that names it", (input, message) => {
  expect(() => parsePlanRequest({ ...request, input })).toThrow(
    expect.objectContaining({ name: "InvalidInput", message: expect.stringContaining(message) }),
  );
});

test("a name that is not safe in keys and SQL becomes a safe one of its own", () => {
  expect(runName("daily-2026_11")).toBe("daily-2026_11");
  expect(runName("daily 1")).toMatch(/^daily_1-[0-9a-f]{16}$/);
  expect(runName("daily 1")).not.toBe(runName("daily.1"));
  expect(runName("'".repeat(200))).toMatch(/^[A-Za-z0-9_-]{80}$/);
  expect(runName("")).toMatch(/^-[0-9a-f]{16}$/);
});
