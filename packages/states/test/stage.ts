import { randomUUID } from "node:crypto";
import { serveAwsJson } from "@ashiato/aws-json/serve-aws-json";
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  GetExecutionHistoryCommand,
  ListMapRunsCommand,
  SFNClient,
  StartExecutionCommand,
  type DescribeExecutionCommandOutput,
  type DescribeMapRunCommandOutput,
  type HistoryEvent,
} from "@aws-sdk/client-sfn";
import { SimulatedClock, type Clock } from "../src/clock.ts";
import type { Integrations } from "../src/integrations/integrations.ts";
import type { JsonObject, JsonValue } from "../src/json.ts";
import { MemoryS3 } from "../src/cli/memory-s3.ts";
import { openStateMachines, type StateMachines } from "../src/service.ts";

type LambdaHandler = (event: JsonValue, signal: AbortSignal) => JsonValue | Promise<JsonValue>;

/** A service of state machines on loopback, with an SDK client of it. */
export type Stage = AsyncDisposable & {
  client: SFNClient;
  clock: Clock;
  s3: MemoryS3;
  machines: StateMachines;
  /** Creates a machine and returns its ARN. */
  create(name: string, definition: JsonObject, type?: "STANDARD" | "EXPRESS"): Promise<string>;
  /** Starts an execution and returns its ARN. */
  start(stateMachineArn: string, input?: JsonValue, name?: string): Promise<string>;
  /** Waits until the execution has ended. */
  ended(executionArn: string): Promise<DescribeExecutionCommandOutput>;
  /** Creates, starts and waits. */
  run(definition: JsonObject, input?: JsonValue): Promise<DescribeExecutionCommandOutput>;
  history(executionArn: string): Promise<HistoryEvent[]>;
  /** The types of the history's events, in order. */
  eventTypes(executionArn: string | undefined): Promise<(string | undefined)[]>;
  /** The execution's newest map run. */
  mapRunOf(executionArn: string | undefined): Promise<DescribeMapRunCommandOutput>;
};

export type StageOptions = {
  lambdas?: Record<string, LambdaHandler>;
  awsSdk?: Integrations["awsSdk"];
  clock?: Clock;
  directory?: string;
  s3?: MemoryS3;
  integrations?: Partial<Integrations>;
};

export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const clock = options.clock ?? new SimulatedClock(Date.parse("2026-11-23T00:00:00Z"), { automatic: true });
  const s3 = options.s3 ?? new MemoryS3(() => clock.now());
  const machines = await openStateMachines({
    region: "us-east-1",
    accountId: "111111111111",
    clock,
    random: () => 0.5,
    uuid: randomUUID,
    integrations: {
      lambda: lambdaIntegration(options.lambdas ?? {}),
      s3: s3.integration,
      awsSdk: options.awsSdk ?? noSdk,
      ...options.integrations,
    },
    ...(options.directory === undefined ? {} : { directory: options.directory }),
  });
  const faults: unknown[] = [];
  const server = await serveAwsJson({ services: [machines.service], onFault: (fault) => faults.push(fault) });
  const client = new SFNClient({
    endpoint: server.url,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
    // StartSyncExecution would otherwise go to a host of its own.
    disableHostPrefix: true,
  });
  const stage: Stage = {
    client,
    clock,
    s3,
    machines,
    async create(name, definition, type = "STANDARD") {
      const created = await client.send(
        new CreateStateMachineCommand({
          name,
          definition: JSON.stringify(definition),
          roleArn: "arn:aws:iam::111111111111:role/states",
          type,
        }),
      );
      return String(created.stateMachineArn);
    },
    async start(stateMachineArn, input = {}, name = randomUUID()) {
      const started = await client.send(
        new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input), name }),
      );
      return String(started.executionArn);
    },
    async ended(executionArn) {
      await machines.ended(executionArn);
      return client.send(new DescribeExecutionCommand({ executionArn }));
    },
    async run(definition, input = {}) {
      const arn = await stage.create(`machine-${randomUUID()}`, definition);
      return stage.ended(await stage.start(arn, input));
    },
    async history(executionArn) {
      const { events = [] } = await client.send(
        new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }),
      );
      return events;
    },
    async eventTypes(executionArn = "") {
      return (await stage.history(executionArn)).map(({ type }) => type);
    },
    async mapRunOf(executionArn) {
      const { mapRuns = [] } = await client.send(new ListMapRunsCommand({ executionArn }));
      return client.send(new DescribeMapRunCommand({ mapRunArn: mapRuns[0]?.mapRunArn }));
    },
    async [Symbol.asyncDispose]() {
      client.destroy();
      await server.close();
      await machines.close();
      if (faults.length > 0) {
        throw new AggregateError(faults, "The service had faults.");
      }
    },
  };
  return stage;
}

const noSdk: Integrations["awsSdk"] = {
  supports: () => false,
  call: async ({ service, action }) => {
    throw new Error(`${service}:${action} is not supported by this test.`);
  },
};

function lambdaIntegration(handlers: Record<string, LambdaHandler>): Integrations["lambda"] {
  const handlerOf = (functionName: string) => {
    const handler = handlers[functionName.split(":").at(6) ?? functionName];
    if (handler) {
      return handler;
    }
    const error = new Error(`Function not found: ${functionName}`);
    throw Object.assign(error, { name: "ResourceNotFoundException", statusCode: 404 });
  };
  return {
    async invokeAsynchronously({ functionName, payload }) {
      void handlerOf(functionName)(JSON.parse(payload), new AbortController().signal);
    },
    async invoke({ functionName, payload, signal }) {
      const handler = handlerOf(functionName);
      const answered = { executedVersion: "$LATEST", statusCode: 200 };
      try {
        return { ...answered, payload: JSON.stringify(await handler(JSON.parse(payload), signal)) };
      } catch (error) {
        const { name: errorType, message: errorMessage } =
          error instanceof Error ? error : new Error(String(error));
        return {
          ...answered,
          payload: JSON.stringify({ errorType, errorMessage }),
          functionError: "Unhandled",
        };
      }
    },
  };
}

/** The output of a finished execution. */
export function outputOf(execution: DescribeExecutionCommandOutput): JsonValue {
  if (execution.output === undefined) {
    throw new Error(`The execution ended ${execution.status}: ${execution.error} ${execution.cause}`);
  }
  return JSON.parse(execution.output);
}
