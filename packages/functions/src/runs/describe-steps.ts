import type { RunSteps } from "@ashiato/core/api/step-schemas";
import { runGraph } from "@ashiato/core/daily-batch/run-graph";
import { runStatements } from "@ashiato/core/daily-batch/run-statements";
import { shownSteps } from "@ashiato/core/daily-batch/shown-steps";
import { DescribeStateMachineForExecutionCommand } from "@aws-sdk/client-sfn";
import { findExecution } from "../batch/describe-run.ts";
import { readHistory } from "../batch/read-history.ts";
import { sfn } from "../aws/sfn.ts";
import { readMapRuns } from "./read-map-runs.ts";

/** A history of 25,000 events takes some seconds; API Gateway gives up after 30. */
const maxMilliseconds = 15_000;

/**
 * Describes the steps of a run: the states of the definition that it has, what became of each, its map runs
 * and its statements. Returns undefined if the execution does not exist.
 */
export async function describeSteps(
  arn: string,
  { withSql }: { withSql: boolean },
): Promise<RunSteps | undefined> {
  const execution = await findExecution(arn);
  if (execution === undefined) {
    return undefined;
  }
  const { name = "", status = "RUNNING", startDate = new Date(0), stopDate } = execution;
  const [{ definition = "" }, { events, isWhole }] = await Promise.all([
    sfn.send(new DescribeStateMachineForExecutionCommand({ executionArn: arn })),
    readHistory(arn, Date.now() + maxMilliseconds),
  ]);
  const graph = runGraph(JSON.parse(definition));
  const mapRuns = await readMapRuns(arn, graph);
  return {
    run: name,
    // No state of DailyBatch waits for a redrive.
    status: status === "PENDING_REDRIVE" ? "RUNNING" : status,
    startedAt: startDate.toISOString(),
    ...(stopDate && { stoppedAt: stopDate.toISOString() }),
    states: shownSteps(graph, events, { hasEnded: stopDate !== undefined && isWhole }),
    mapRuns,
    statements: runStatements(events).map((statement) => ({
      ...statement,
      parts: statement.parts.map(({ sql, ...part }) => ({ ...(withSql && { sql }), ...part })),
    })),
    history: { events: events.length, whole: isWhole },
  };
}
