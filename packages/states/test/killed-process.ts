import { randomUUID } from "node:crypto";
import { MemoryS3 } from "../src/cli/memory-s3.ts";
import { callAction, historyOf, outcomeOf } from "../src/cli/call-action.ts";
import { systemClock } from "../src/clock.ts";
import { openStateMachines } from "../src/service.ts";
import { distributedProcessor } from "./machines.ts";

// A process that is killed: `node killed-process.ts DIRECTORY CHILDREN` runs one map, or goes on with it, and
// prints what became of it.
const [, , directory = "", children = ""] = process.argv;

const machines = await openStateMachines({
  region: "us-east-1",
  accountId: "111111111111",
  clock: systemClock,
  random: Math.random,
  uuid: randomUUID,
  integrations: {
    lambda: {
      // Every hundredth item is refused at its first try.
      async invoke({ payload }) {
        const { item, tries } = JSON.parse(payload);
        const answered = { executedVersion: "$LATEST", statusCode: 200 };
        if (item % 100 === 0 && tries === 0) {
          return { ...answered, payload: '{"errorType":"Busy"}', functionError: "Unhandled" };
        }
        return { ...answered, payload: JSON.stringify(item * 2) };
      },
    },
    s3: new MemoryS3(() => systemClock.now()).integration,
    awsSdk: {
      supports: () => false,
      call: async ({ service }) => {
        throw new Error(`${service} is not called.`);
      },
    },
  },
  directory,
});

const definition = {
  StartAt: "Map",
  States: {
    Map: {
      Type: "Map",
      MaxConcurrency: 200,
      ItemProcessor: distributedProcessor({
        Double: {
          Type: "Task",
          Resource: "arn:aws:states:::lambda:invoke",
          Parameters: {
            FunctionName: "double",
            Payload: { "item.$": "$", "tries.$": "$$.State.RetryCount" },
          },
          ResultSelector: { "doubled.$": "$.Payload" },
          OutputPath: "$.doubled",
          Retry: [{ ErrorEquals: ["Busy"], IntervalSeconds: 1, MaxAttempts: 2 }],
          Next: "Done",
        },
        Done: { Type: "Pass", End: true },
      }),
      End: true,
    },
  },
};
const items = Array.from({ length: Number(children) }, (_, index) => index + 1);
const machine = {
  name: "map",
  definition: JSON.stringify(definition),
  roleArn: "arn:aws:iam::111111111111:role/r",
};
const { stateMachineArn } = await callAction<{ stateMachineArn: string }>(
  machines,
  "CreateStateMachine",
  machine,
);
const start = { stateMachineArn, name: "one", input: JSON.stringify(items) };
const { executionArn } = await callAction<{ executionArn: string }>(machines, "StartExecution", start);
process.stdout.write("started\n");
const outcome = await outcomeOf(machines, executionArn);
const events = await historyOf(machines, executionArn);
const { mapRuns } = await callAction<{ mapRuns: { mapRunArn: string }[] }>(machines, "ListMapRuns", {
  executionArn,
});
const mapRunArn = mapRuns[0]?.mapRunArn;
const mapRun = await callAction<{ status: string; executionCounts: object; itemCounts: object }>(
  machines,
  "DescribeMapRun",
  { mapRunArn },
);
const listed = { mapRunArn, maxResults: 1000 };
const { executions } = await callAction<{ executions: { executionArn: string }[] }>(
  machines,
  "ListExecutions",
  listed,
);
const histories = new Set<string>();
for (const child of executions) {
  const types = (await historyOf(machines, child.executionArn)).map(({ type }) => type);
  histories.add(types.join(" "));
}
await machines.close();
const { status, executionCounts, itemCounts } = mapRun;
process.stdout.write(
  `${JSON.stringify({
    outcome: { status: outcome.status, sum: sumOf(outcome.output) },
    events: events.map(({ type }) => type),
    mapRuns: mapRuns.length,
    mapRun: { status, executionCounts, itemCounts },
    histories: [...histories].toSorted(),
  })}\n`,
);

function sumOf(output = "[]"): number {
  const numbers: number[] = JSON.parse(output);
  return numbers.reduce((sum, number) => sum + number, 0);
}
