import type { Run } from "@ashiato/core/api/run-schemas";
import { causeText } from "@ashiato/core/daily-batch/cause-text";
import { distributeLabel } from "@ashiato/core/daily-batch/definition";
import { runOutputSchema } from "@ashiato/core/daily-batch/output";
import { runName } from "@ashiato/core/daily-batch/plan";
import { runProgress } from "@ashiato/core/daily-batch/run-progress";
import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  DescribeMapRunCommand,
  ExecutionDoesNotExist,
  ListMapRunsCommand,
} from "@aws-sdk/client-sfn";
import { Resource } from "sst";
import { readHistory } from "./read-history.ts";
import { findRunLedger } from "./run-ledger.ts";
import { sfn } from "../aws/sfn.ts";

/** The names that Step Functions accepts and that need no encoding in a URL. */
const executionName = /^[\w.-]{1,80}$/;

/** Returns the ARN of an execution of `DailyBatch`; undefined if the name cannot be one. */
export function executionArn(name: string): string | undefined {
  return executionName.test(name)
    ? `${Resource.Batch.arn.replace(":stateMachine:", ":execution:")}:${name}`
    : undefined;
}

/**
 * Describes a run from its execution, its history, its map runs and its ledger; returns undefined if the
 * execution does not exist.
 */
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
    phase: status === "SUCCEEDED" ? "ended" : phase,
    ...(date !== undefined && { date }),
    ...(map && { map }),
    statements,
    ...(ledger && { ledger }),
    ...readOutput(execution.output),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause: causeText(cause) }),
  };
}

/** Describes an execution; returns undefined if it does not exist. */
export async function findExecution(executionArn: string): Promise<DescribeExecutionOutput | undefined> {
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
  return runProgress((await readHistory(executionArn)).events);
}

/** Adds up the work objects of the run's map runs, one for each round; that of its feeds has none. */
async function readMap(executionArn: string): Promise<Run["map"]> {
  const { mapRuns = [] } = await sfn.send(new ListMapRunsCommand({ executionArn }));
  const maps = await Promise.all(
    mapRuns
      .filter(({ mapRunArn = "" }) => mapRunArn.includes(`/${distributeLabel}:`))
      .map(({ mapRunArn }) => readMapRun(mapRunArn)),
  );
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

function readOutput(
  output: string | undefined,
): Pick<
  Run,
  | "exports"
  | "supplements"
  | "unchanged"
  | "superseded"
  | "left"
  | "completeThrough"
  | "feeds"
  | "alreadyRunning"
> {
  const parsed = output === undefined ? undefined : runOutputSchema.safeParse(JSON.parse(output));
  if (!parsed?.success) {
    return {};
  }
  const { data } = parsed;
  if (data.result === "already_running") {
    return { alreadyRunning: data.runningExecution };
  }
  return {
    exports: data.exports,
    ...(data.supplements.length > 0 && { supplements: data.supplements }),
    ...(data.unchanged.length > 0 && { unchanged: data.unchanged }),
    ...(data.superseded.length > 0 && { superseded: data.superseded }),
    ...(data.left.length > 0 && { left: data.left }),
    ...(data.feeds.length > 0 && { feeds: data.feeds }),
    ...(data.completeThrough !== null && { completeThrough: data.completeThrough }),
  };
}
