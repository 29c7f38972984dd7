import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock, type Clock } from "../../packages/states/src/clock.ts";
import type { Integrations } from "../../packages/states/src/integrations/integrations.ts";
import type { JsonObject, JsonValue } from "../../packages/states/src/json.ts";
import { openStateMachines, type StateMachines } from "../../packages/states/src/service.ts";

export const toResults = {
  ResultWriter: {
    Resource: "arn:aws:states:::s3:putObject",
    Parameters: { Bucket: "results", Prefix: "runs" },
  },
};

export function distributedMap(map: JsonObject): JsonObject {
  return {
    StartAt: "Map",
    States: {
      Map: {
        Type: "Map",
        End: true,
        MaxConcurrency: 1000,
        ItemProcessor: {
          ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
          StartAt: "Pass",
          States: { Pass: { Type: "Pass", Result: "done", End: true } },
        },
        ...map,
      },
    },
  };
}

export const noIntegrations: Integrations = {
  lambda: { invoke: () => Promise.reject(new Error("No function here.")) },
  s3: {
    listObjectsV2: () => Promise.reject(new Error("No bucket here.")),
    getObject: () => Promise.reject(new Error("No bucket here.")),
    putObject: async () => undefined,
  },
  awsSdk: { supports: () => false, call: () => Promise.reject(new Error("No service here.")) },
};

/** Returns an S3 with this many objects, made page by page. */
export function listing(count: number): Integrations {
  const lastModified = new Date();
  return {
    ...noIntegrations,
    s3: {
      ...noIntegrations.s3,
      async listObjectsV2({ continuationToken = "0" }) {
        const from = Number(continuationToken);
        const to = Math.min(from + 1000, count);
        const objects = Array.from({ length: to - from }, (_, at) => ({
          key: `work/2026/11/23/${String(from + at).padStart(8, "0")}.csv.gz`,
          size: 1000,
          etag: '"d41d8cd98f00b204e9800998ecf8427e"',
          lastModified,
          storageClass: "STANDARD",
        }));
        return { objects, ...(to < count ? { nextContinuationToken: String(to) } : {}) };
      },
    },
  };
}

export function open(
  integrations: Integrations,
  { directory, clock = systemClock }: { directory?: string; clock?: Clock } = {},
): Promise<StateMachines> {
  return openStateMachines({
    region: "us-east-1",
    accountId: "111111111111",
    clock,
    random: Math.random,
    uuid: randomUUID,
    integrations,
    ...(directory === undefined ? {} : { directory }),
  });
}

export async function run(
  machines: StateMachines,
  definition: JsonObject,
  input: JsonValue,
): Promise<JsonObject> {
  const { StartExecution, DescribeExecution } = machines.service.actions;
  const stateMachineArn = await create(machines, definition);
  const started = await StartExecution?.({ stateMachineArn, input: JSON.stringify(input) }, call());
  const { executionArn } = Object(started);
  await machines.ended(executionArn);
  return JSON.parse(JSON.stringify(await DescribeExecution?.({ executionArn }, call())));
}

export async function create(machines: StateMachines, definition: JsonObject): Promise<string> {
  const created = await machines.service.actions.CreateStateMachine?.(
    {
      name: "bench",
      definition: JSON.stringify(definition),
      roleArn: "arn:aws:iam::111111111111:role/states",
    },
    call(),
  );
  return String(Object(created).stateMachineArn);
}

/** Has every change written, as each listing does first. */
export async function writeChanges({ service }: StateMachines, stateMachineArn: string): Promise<void> {
  await service.actions.ListExecutions?.({ stateMachineArn, maxResults: 1 }, call());
}

export function call(): { signal: AbortSignal } {
  return { signal: new AbortController().signal };
}

/** Returns the best rate of several times; `before` runs ahead of each, unmeasured. */
export async function best(
  count: number,
  work: () => Promise<void>,
  { times = 8, before }: { times?: number; before?: () => Promise<unknown> } = {},
): Promise<number> {
  let rate = 0;
  for (let time = 0; time < times; time += 1) {
    await before?.();
    const started = performance.now();
    await work();
    rate = Math.max(rate, (1000 * count) / (performance.now() - started));
  }
  return rate;
}

export async function inDirectory(work: (directory: string) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "bench-states-"));
  try {
    await work(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

export function report(what: string, figure: number): void {
  console.log(`${figure.toLocaleString("en", { maximumFractionDigits: 1 }).padStart(14)}  ${what}`);
}
