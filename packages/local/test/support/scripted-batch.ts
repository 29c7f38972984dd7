import { randomUUID } from "node:crypto";
import { serveAwsJson } from "@ashiato/aws-json/serve-aws-json";
import { dailyBatchDefinition } from "@ashiato/core/daily-batch/definition";
import type { DailyBatchLimits } from "@ashiato/core/daily-batch/names";
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  type HistoryEvent,
  paginateGetExecutionHistory,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { SimulatedClock } from "@ashiato/states/clock";
import { openStateMachines } from "@ashiato/states/service";

/** What AWS answers to the state machine: each throws what the service would raise. */
export type Script = {
  /** By the function's name in `functions`. */
  lambda: (name: string, payload: Record<string, unknown>) => unknown;
  /** By the action of the Data API: `executeStatement`; `now` in milliseconds. */
  sdk: (action: string, parameters: Record<string, unknown>, now: number) => unknown;
};

const functions = {
  plan: "plan",
  store: "store",
  distribute: "distribute",
  summarize: "summarize",
  publish: "publish",
  supplement: "supplement",
  compact: "compact",
  conclude: "conclude",
  release: "release",
  planFeeds: "planFeeds",
  prepareFeed: "prepareFeed",
  deliverFeed: "deliverFeed",
  concludeFeeds: "concludeFeeds",
};

const region = "ap-northeast-1";

const names = {
  functions,
  lakeBucket: "lake",
  downloadsBucket: "downloads",
  topicArn: `arn:aws:sns:${region}:000000000000:topic`,
  warehouse: {
    workgroupName: "warehouse",
    database: "ashiato",
    secretArn: "arn:secret",
    iamRoleArn: "arn:role",
    schema: "lake",
    table: "locations",
  },
};

export function scriptedDefinition(limits: DailyBatchLimits): object {
  return dailyBatchDefinition(names, limits);
}

/** An error of a service, by the name of its API. */
export function serviceError(name: string, message = "as scripted"): Error {
  return Object.assign(new Error(message), { name, statusCode: 400 });
}

/**
 * Runs the definition of `DailyBatch` by the interpreter to its end, on a clock that jumps, against services
 * that answer as the script says. The inbox is empty.
 */
export async function runScripted(
  limits: DailyBatchLimits,
  script: Script,
): Promise<DescribeExecutionOutput & { events: HistoryEvent[]; seconds: number }> {
  const clock = new SimulatedClock(Date.parse("2026-11-25T15:15:00Z"), { automatic: true });
  const began = clock.now();
  const machines = await openStateMachines({
    region,
    accountId: "000000000000",
    clock,
    random: () => 0.5,
    uuid: randomUUID,
    integrations: {
      lambda: {
        invoke: async ({ functionName, payload }) => ({
          payload: JSON.stringify(
            // No client has a feed.
            functionName === functions.planFeeds
              ? { feeds: [] }
              : await script.lambda(functionName, JSON.parse(payload) as Record<string, unknown>),
          ),
          executedVersion: "$LATEST",
          statusCode: 200,
        }),
      },
      s3: {
        listObjectsV2: async () => ({ objects: [] }),
        getObject: async () => Promise.reject(serviceError("NoSuchKey")),
        putObject: async () => undefined,
      },
      awsSdk: {
        supports: () => true,
        call: async ({ action, parameters }) =>
          JSON.parse(JSON.stringify((await script.sdk(action, parameters, clock.now())) ?? {})),
      },
    },
  });
  const server = await serveAwsJson({
    services: [machines.service],
    onFault: (fault) => {
      throw fault;
    },
  });
  const client = new SFNClient({
    endpoint: server.url,
    region,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  try {
    const { stateMachineArn } = await client.send(
      new CreateStateMachineCommand({
        name: "DailyBatch",
        roleArn: "arn:aws:iam::000000000000:role/DailyBatch",
        definition: JSON.stringify(scriptedDefinition(limits)),
      }),
    );
    const { executionArn } = await client.send(
      new StartExecutionCommand({ stateMachineArn, input: "{}", name: "scripted" }),
    );
    await machines.ended(executionArn ?? "");
    const execution = await client.send(new DescribeExecutionCommand({ executionArn }));
    const seconds = (clock.now() - began) / 1_000;
    const events: HistoryEvent[] = [];
    for await (const page of paginateGetExecutionHistory({ client }, { executionArn, maxResults: 1000 })) {
      events.push(...(page.events ?? []));
    }
    return { ...execution, events, seconds };
  } finally {
    client.destroy();
    await server.close();
    await machines.close();
  }
}
