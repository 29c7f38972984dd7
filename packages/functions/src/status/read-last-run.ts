import type { Run } from "@ashiato/core/api/run-schemas";
import type { StatusParts } from "@ashiato/core/status/status";
import { ListExecutionsCommand } from "@aws-sdk/client-sfn";
import { Resource } from "sst";
import { sfn } from "../aws/sfn.ts";
import { describeRun } from "../batch/describe-run.ts";

type LastRun = NonNullable<StatusParts["lastRun"]>;

/** The last run that had ended: its history, which may take dozens of requests, is read once. */
let ended: { arn: string; run: LastRun } | undefined;

/** Returns the run that started last; null if none has. */
export async function readLastRun(): Promise<StatusParts["lastRun"]> {
  const { executions = [] } = await sfn.send(
    new ListExecutionsCommand({ stateMachineArn: Resource.Batch.arn, maxResults: 1 }),
  );
  const [{ executionArn: arn, status } = {}] = executions;
  if (arn === undefined) {
    return null;
  }
  if (ended?.arn === arn && ended.run.status === status) {
    return ended.run;
  }
  const described = await describeRun(arn);
  const run = described === undefined ? null : lastRun(described);
  if (run !== null && run.status !== "RUNNING") {
    ended = { arn, run };
  }
  return run;
}

function lastRun(described: Omit<Run, "statusUrl">): LastRun {
  const { run, status, startedAt, stoppedAt, phase, date, error, cause } = described;
  const { exports = [], supplements = [], left = [], feeds = [] } = described;
  const dates = new Set([...exports, ...supplements].map((each) => each.date));
  return {
    run,
    status,
    startedAt,
    ...(stoppedAt !== undefined && { stoppedAt }),
    phase,
    ...(date !== undefined && { date }),
    exports: [...dates].toSorted(),
    left,
    failedFeeds: feeds.filter(({ result }) => result === "failed"),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
  };
}
