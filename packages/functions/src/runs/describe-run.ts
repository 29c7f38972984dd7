import type { Run } from "@ashiato/core/api/schemas";
import { ledgerKey } from "@ashiato/core/keys";
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
import { findJson } from "../aws/objects.ts";
import { sfn } from "../aws/sfn.ts";

const count = z.int().nonnegative();
const ledgerSchema = z.object({ objects: count, rowsRead: count, rowsWritten: count, rowsRejected: count });

/** What the state machine gives when it succeeds: what it published, or that another run was at work. */
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
  }),
]);

/** What is known of a run, from its execution, its history, its map run and its ledger; undefined if there is no such execution. */
export async function describeRun(arn: string): Promise<Omit<Run, "statusUrl"> | undefined> {
  const execution = await findExecution(arn);
  if (execution === undefined) {
    return undefined;
  }
  const { name = "", status = "RUNNING", startDate = new Date(0), stopDate, error, cause } = execution;
  const [{ phase, date, statements }, map, ledger] = await Promise.all([
    readProgress(arn),
    readMap(arn),
    findJson(Resource.Lake.name, ledgerKey(runName(name)), ledgerSchema),
  ]);
  return {
    run: name,
    // DailyBatch has no state that waits to be redriven.
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

async function readMap(executionArn: string): Promise<Run["map"]> {
  const { mapRuns = [] } = await sfn.send(new ListMapRunsCommand({ executionArn, maxResults: 1 }));
  if (mapRuns[0]?.mapRunArn === undefined) {
    return undefined;
  }
  const { itemCounts } = await sfn.send(new DescribeMapRunCommand({ mapRunArn: mapRuns[0].mapRunArn }));
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

function readOutput(output: string | undefined): Pick<Run, "exports" | "alreadyRunning"> {
  const parsed = output === undefined ? undefined : outputSchema.safeParse(JSON.parse(output));
  if (!parsed?.success) {
    return {};
  }
  return parsed.data.result === "succeeded"
    ? { exports: parsed.data.exports }
    : { alreadyRunning: parsed.data.runningExecution };
}
