import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { z } from "zod";
import { parseJson } from "../exact-integer.ts";
import { SimulatedClock } from "../clock.ts";
import type { JsonObject } from "../json.ts";
import { MemoryS3 } from "./memory-s3.ts";
import { openStateMachines, type StateMachines } from "../service.ts";
import { anyJson } from "./any-json.ts";
import { callAction, historyOf, outcomeOf, type DescribedOutcome } from "./call-action.ts";
import { behavingLambdas, lambdaBehaviour } from "./case-lambdas.ts";
import { UsageError } from "./usage-error.ts";

const recordedCase = z.object({
  id: z.string(),
  type: z.enum(["STANDARD", "EXPRESS"]),
  definition: anyJson,
  input: anyJson,
  lambdas: z.record(z.string(), lambdaBehaviour).default({}),
  s3: z.record(z.string(), z.record(z.string(), z.string())).default({}),
});

type RecordedCase = z.infer<typeof recordedCase>;

/**
 * Runs recorded executions, one per line of a file, and yields one line of outcome for each. Time is
 * simulated.
 */
export async function* runCases([file]: string[]): AsyncGenerator<string> {
  if (file === undefined) {
    throw new UsageError("cases: no file given.");
  }
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (line.trim() !== "") {
      yield JSON.stringify(await runCase(recordedCase.parse(parseJson(line))));
    }
  }
}

async function runCase(recorded: RecordedCase): Promise<object> {
  const clock = new SimulatedClock(Date.now(), { automatic: true });
  const s3 = new MemoryS3(() => clock.now());
  for (const [bucket, objects] of Object.entries(recorded.s3)) {
    s3.createBucket(bucket);
    for (const [key, body] of Object.entries(objects)) {
      s3.put(bucket, key, body);
    }
  }
  const machines = await openStateMachines({
    region: "us-east-1",
    accountId: "111111111111",
    clock,
    random: Math.random,
    uuid: randomUUID,
    integrations: {
      lambda: behavingLambdas(new Map(Object.entries(recorded.lambdas)), { clock, uuid: randomUUID }),
      s3: s3.integration,
      awsSdk: {
        supports: () => false,
        call: async ({ service, action }): Promise<JsonObject> => {
          throw new Error(`${service}:${action} is not supported by cases.`);
        },
      },
    },
  });
  try {
    return { id: recorded.id, ...(await outcome(machines, recorded)) };
  } catch (error) {
    return { id: recorded.id, status: "NOT_RUN", cause: String(error) };
  } finally {
    await machines.close();
  }
}

async function outcome(machines: StateMachines, recorded: RecordedCase): Promise<object> {
  const { type, input } = recorded;
  const { stateMachineArn } = await callAction<{ stateMachineArn: string }>(machines, "CreateStateMachine", {
    name: "machine",
    definition: JSON.stringify(recorded.definition),
    roleArn: "arn:aws:iam::111111111111:role/states",
    type,
  });
  const start = { stateMachineArn, input: JSON.stringify(input) };
  // The recording's name says how the EXPRESS machine was started.
  if (recorded.id.includes("test_express_sync")) {
    return parsed(await callAction<DescribedOutcome>(machines, "StartSyncExecution", start));
  }
  const { executionArn } = await callAction<{ executionArn: string }>(machines, "StartExecution", start);
  const ended = parsed(await outcomeOf(machines, executionArn));
  if (type === "EXPRESS") {
    return ended;
  }
  const events = await historyOf(machines, executionArn);
  return { ...ended, events: events.map((event) => event.type) };
}

function parsed({ status, output, error, cause }: DescribedOutcome): object {
  return { status, output: output === undefined ? undefined : parseJson(output), error, cause };
}
