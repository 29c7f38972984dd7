import { expect, test } from "vitest";
import { executionLogs } from "./execution-logs.ts";
import type { StateMachinePlan } from "./state-machines.ts";

const executionArn = "arn:aws:states:ap-northeast-1:000000000000:execution:batch:run-1";
const started = {
  id: 1,
  previousEventId: 0,
  timestamp: 1_000,
  type: "ExecutionStarted",
  executionStartedEventDetails: { input: "{}", inputDetails: { truncated: false }, roleArn: "arn:role" },
};
const failed = {
  id: 9,
  previousEventId: 8,
  timestamp: 2_000,
  type: "ExecutionFailed",
  executionFailedEventDetails: { error: "Broken", cause: "it broke" },
};

/** Returns what is logged of two events, the streams and the messages. */
function logged(log: Partial<NonNullable<StateMachinePlan["log"]>>, arn = executionArn) {
  const lines: { group: string; stream: string; message: unknown }[] = [];
  const plan: StateMachinePlan = {
    component: "Batch",
    name: "batch",
    arn: "",
    roleArn: "",
    type: "STANDARD",
    definition: "{}",
    log: { group: "/states", level: "ALL", includesData: true, ...log },
  };
  const write = executionLogs(
    [plan],
    (place, message) => lines.push({ ...place, message: JSON.parse(message) as unknown }),
    Date.parse("2026-01-02T03:04:05Z"),
  );
  write(arn, started);
  write(arn, failed);
  return lines;
}

test("an event is logged with its details, its time and its execution", () => {
  expect(logged({})[0]).toEqual({
    group: "/states",
    stream: expect.stringMatching(/^states\/batch\/2026-01-02-03-04\/[\da-f]{8}$/) as string,
    message: {
      id: "1",
      type: "ExecutionStarted",
      details: { input: "{}", inputDetails: { truncated: false }, roleArn: "arn:role" },
      previous_event_id: "0",
      event_timestamp: "1000",
      execution_arn: executionArn,
    },
  });
});

test.each([
  ["ALL", 2],
  ["ERROR", 1],
  ["FATAL", 1],
] as const)("the level %s has %i of a start and a failure", (level, count) => {
  expect(logged({ level })).toHaveLength(count);
});

test("the data of an execution is left out unless the machine asks for it", () => {
  expect(logged({ includesData: false })[0]).toMatchObject({ message: { details: { roleArn: "arn:role" } } });
  expect(JSON.stringify(logged({ includesData: false }))).not.toContain("input");
});

test("the children of a map are logged with their machine, and other machines are not", () => {
  expect(logged({}, executionArn.replace("batch:", "batch/Distribute:"))).toHaveLength(2);
  expect(logged({}, executionArn.replace("batch:", "other:"))).toEqual([]);
});
