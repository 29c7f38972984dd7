import type { Run } from "@ashiato/core/api/schemas";
import { runName } from "@ashiato/core/plan";
import { type ProgressEvent, runProgress } from "@ashiato/core/run-progress";
import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  DescribeMapRunCommand,
  ExecutionDoesNotExist,
  ListMapRunsCommand,
  paginateGetExecutionHistory,
} from "@aws-sdk/client-sfn";
import { Resource } from "sst";
import { z } from "zod";
import { findRunLedger } from "../aws/run-ledger.ts";
import { sfn } from "../aws/sfn.ts";

const count = z.int().nonnegative();

/** The output of the state machine when it succeeds: what it published, or that another run was in progress. */
const outputSchema = z.union([
  z.object({ result: z.literal("already_running"), runningExecution: z.string() }),
  z.object({
    result: z.literal("succeeded"),
    exports: z.array(
      z.object({
        date: z.iso.date(),
        version: z.int().positive(),
        rows: count,
        conflicts: count.exactOptional(),
        bytes: count,
      }),
    ),
    superseded: z
      .array(
        z.object({
          date: z.iso.date(),
          version: z.int().positive(),
          by: z.object({ version: z.int().positive(), run: z.string(), rows: count }),
        }),
      )
      .default([]),
  }),
]);

/** Describes a run from its execution, its history, its map runs and its ledger; returns undefined if the execution does not exist. */
export async function describeRun(arn: string): Promise<Omit<Run, "statusUrl"> | undefined> {
  const execution = await findExecution(arn);
  if (execution === undefined) {
    return undefined;
  }
  const { name = "", status = "RUNNING", startDate = new Date(0), stopDate, error, cause } = execution;
  const [{ phase, date, statements }, map, ledger] = await Promise.all([
    readProgress(arn),
    readMap(arn),
    findRunLedger(Resource.Lake.name, runName(name)),
  ]);
  return {
    run: name,
    // No state of DailyBatch waits for a redrive.
    status: status === "PENDING_REDRIVE" ? "RUNNING" : status,
    startedAt: startDate.toISOString(),
    ...(stopDate && { stoppedAt: stopDate.toISOString() }),
    phase: stopDate ? "ended" : phase,
    ...(date !== undefined && { date }),
    ...(map && { map }),
    statements,
    ...(ledger && { ledger }),
    ...readOutput(execution.output),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
  };
}

async function findExecution(executionArn: string): Promise<DescribeExecutionOutput | undefined> {
  try {
    return await sfn.send(new DescribeExecutionCommand({ executionArn }));
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) {
      return undefined;
    }
    throw error;
  }
}

async function readProgress(executionArn: string): Promise<ReturnType<typeof runProgress>> {
  const events: ProgressEvent[] = [];
  const request = { executionArn, maxResults: 1000, includeExecutionData: true };
  for await (const page of paginateGetExecutionHistory({ client: sfn }, request)) {
    events.push(...(page.events ?? []));
  }
  return runProgress(events);
}

/** Adds up the work objects of the run's map runs, one for each round. */
async function readMap(executionArn: string): Promise<Run["map"]> {
  const { mapRuns = [] } = await sfn.send(new ListMapRunsCommand({ executionArn }));
  const maps = await Promise.all(mapRuns.map(({ mapRunArn }) => readMapRun(mapRunArn)));
  return maps.length === 0 ? undefined : maps.reduce(addMaps);
}

type MapCounts = NonNullable<Run["map"]>;

function addMaps(a: MapCounts, b: MapCounts): MapCounts {
  return {
    total: a.total + b.total,
    done: a.done + b.done,
    running: a.running + b.running,
    failed: a.failed + b.failed,
    pending: a.pending + b.pending,
  };
}

async function readMapRun(mapRunArn: string | undefined): Promise<MapCounts> {
  const { itemCounts } = await sfn.send(new DescribeMapRunCommand({ mapRunArn }));
  const {
    total = 0,
    succeeded = 0,
    running = 0,
    failed = 0,
    timedOut = 0,
    aborted = 0,
    pending = 0,
  } = itemCounts ?? {};
  return { total, done: succeeded, running, failed: failed + timedOut + aborted, pending };
}

function readOutput(output: string | undefined): Pick<Run, "exports" | "superseded" | "alreadyRunning"> {
  const parsed = output === undefined ? undefined : outputSchema.safeParse(JSON.parse(output));
  if (!parsed?.success) {
    return {};
  }
  const { data } = parsed;
  if (data.result === "already_running") {
    return { alreadyRunning: data.runningExecution };
  }
  return { exports: data.exports, ...(data.superseded.length > 0 && { superseded: data.superseded }) };
}
