import type { RunSteps } from "@ashiato/core/api/step-schemas";
import { causeText } from "@ashiato/core/daily-batch/cause-text";
import type { GraphState } from "@ashiato/core/daily-batch/run-graph";
import {
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  type MapRunItemCounts,
  paginateListExecutions,
  paginateListMapRuns,
} from "@aws-sdk/client-sfn";
import * as z from "zod";
import { sfn } from "../aws/sfn.ts";

type MapRun = RunSteps["mapRuns"][number];

/** Children that failed, of each map run: more are in the result files of the map. */
const maxChildren = 10;
const maxCharacters = 1_000;

const inputSchema = z.looseObject({ Items: z.array(z.looseObject({ Key: z.string() })) });

/** Returns the runs of an execution's distributed maps, oldest first, with children that failed. */
export async function readMapRuns(executionArn: string, states: readonly GraphState[]): Promise<MapRun[]> {
  const arns: string[] = [];
  for await (const { mapRuns = [] } of paginateListMapRuns({ client: sfn }, { executionArn })) {
    arns.push(...mapRuns.flatMap(({ mapRunArn }) => mapRunArn ?? []));
  }
  const found = await Promise.all(arns.map((arn) => readMapRun(arn, states)));
  return found.toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
}

async function readMapRun(arn: string, states: readonly GraphState[]): Promise<MapRun> {
  const described = await sfn.send(new DescribeMapRunCommand({ mapRunArn: arn }));
  const { status = "", startDate = new Date(0), stopDate, itemCounts, executionCounts } = described;
  const label = /\/([^/:]+):[^:]*$/.exec(arn)?.[1] ?? "";
  const children = countsOf(executionCounts);
  return {
    arn,
    state: states.find((state) => state.label === label)?.name ?? label,
    status,
    startedAt: startDate.toISOString(),
    ...(stopDate && { stoppedAt: stopDate.toISOString() }),
    items: countsOf(itemCounts),
    children,
    failedChildren: children.failed === 0 ? [] : await readFailedChildren(arn),
  };
}

function countsOf(counts: Partial<MapRunItemCounts> = {}): MapRun["items"] {
  const {
    total = 0,
    succeeded = 0,
    running = 0,
    failed = 0,
    timedOut = 0,
    aborted = 0,
    pending = 0,
  } = counts;
  return { total, done: succeeded, running, failed: failed + timedOut + aborted, pending };
}

async function readFailedChildren(mapRunArn: string): Promise<MapRun["failedChildren"]> {
  const arns: string[] = [];
  for (const statusFilter of ["FAILED", "TIMED_OUT", "ABORTED"] as const) {
    const asked = { mapRunArn, statusFilter, maxResults: maxChildren };
    for await (const { executions = [] } of paginateListExecutions({ client: sfn }, asked)) {
      arns.push(...executions.flatMap(({ executionArn }) => executionArn ?? []));
      if (arns.length >= maxChildren) {
        break;
      }
    }
  }
  return Promise.all(arns.slice(0, maxChildren).map(readFailedChild));
}

async function readFailedChild(executionArn: string): Promise<MapRun["failedChildren"][number]> {
  const { status = "", error, cause, input } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
  const objects = keysOf(input);
  return {
    execution: executionArn,
    status,
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause: causeText(cause).slice(0, maxCharacters) }),
    objects,
    ...(objects.length === 0 && input !== undefined && { input: input.slice(0, maxCharacters) }),
  };
}

function keysOf(input: string | undefined): string[] {
  try {
    const { data } = inputSchema.safeParse(JSON.parse(input ?? "null"));
    return data?.Items.map(({ Key }) => Key) ?? [];
  } catch {
    // The input of a child may be too long to be shown.
    return [];
  }
}
