import {
  ListStatementsCommand,
  type RedshiftDataClient,
  type StatementData,
} from "@aws-sdk/client-redshift-data";
import {
  DescribeMapRunCommand,
  GetExecutionHistoryCommand,
  ListMapRunsCommand,
  type SFNClient,
} from "@aws-sdk/client-sfn";

export type BatchClients = { sfn: SFNClient; redshiftData: RedshiftDataClient };

/** How far an execution of the daily batch is. */
export type BatchProgress = {
  /** The state that was entered last. */
  state?: string;
  /** Work objects of the Distributed Map, once it has begun. */
  items?: { done: number; total: number };
  statements: { finished: number; running: number; failed: number };
};

/** Asks Step Functions and the warehouse what anybody may who runs the app. The batch names its statements after the execution. */
export async function readBatchProgress(
  { sfn, redshiftData }: BatchClients,
  { executionArn, run }: { executionArn: string; run: string },
  signal: AbortSignal,
): Promise<BatchProgress> {
  const [history, mapRuns, statements] = await Promise.all([
    sfn.send(new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 50 }), {
      abortSignal: signal,
    }),
    sfn.send(new ListMapRunsCommand({ executionArn }), { abortSignal: signal }),
    redshiftData.send(new ListStatementsCommand({ StatementName: run, Status: "ALL", MaxResults: 100 }), {
      abortSignal: signal,
    }),
  ]);
  const state = history.events?.find((event) => event.stateEnteredEventDetails !== undefined)
    ?.stateEnteredEventDetails?.name;
  const mapRunArn = mapRuns.mapRuns?.[0]?.mapRunArn;
  const items = mapRunArn === undefined ? undefined : await readItems(sfn, mapRunArn, signal);
  return {
    ...(state !== undefined && { state }),
    ...(items !== undefined && { items }),
    statements: countStatements(statements.Statements ?? []),
  };
}

/** `DailyBatch 12 s · Distribute · objects 3 of 40 · statements 2 finished, 1 running` */
export function progressText({ state, items, statements }: BatchProgress, seconds: number): string {
  const { finished, running, failed } = statements;
  return [
    `DailyBatch ${Math.floor(seconds)} s`,
    state,
    items && `objects ${items.done} of ${items.total}`,
    finished + running + failed > 0 && `statements ${finished} finished, ${running} running`,
    failed > 0 && `${failed} failed`,
  ]
    .filter((part) => typeof part === "string")
    .join(" · ");
}

async function readItems(
  sfn: SFNClient,
  mapRunArn: string,
  signal: AbortSignal,
): Promise<BatchProgress["items"]> {
  const { itemCounts } = await sfn.send(new DescribeMapRunCommand({ mapRunArn }), { abortSignal: signal });
  return { done: itemCounts?.succeeded ?? 0, total: itemCounts?.total ?? 0 };
}

function countStatements(statements: StatementData[]): BatchProgress["statements"] {
  const counts = { finished: 0, running: 0, failed: 0 };
  for (const { Status } of statements) {
    if (Status === "FINISHED") {
      counts.finished += 1;
    } else if (Status === "FAILED" || Status === "ABORTED") {
      counts.failed += 1;
    } else {
      counts.running += 1;
    }
  }
  return counts;
}
