import { randomBytes } from "node:crypto";
import type { HistoryEvent } from "@ashiato/states/state-execution/history";
import type { StateMachinePlan } from "./state-machines.ts";

/** Takes an event of a log group's stream. */
export type WriteLog = (place: { group: string; stream: string }, message: string) => void;

/** The events of a level beside ALL, by how their types end. */
const levels = {
  ERROR: /(?:Failed|TimedOut|Aborted|FailStateEntered)$/,
  FATAL: /^Execution(?:Failed|TimedOut|Aborted)$/,
} as const;

/** What an event says of the data of an execution. */
const executionData = new Set([
  "assignedVariables",
  "assignedVariablesDetails",
  "input",
  "inputDetails",
  "output",
  "outputDetails",
  "parameters",
]);

/**
 * Returns what writes the events of executions to the log groups that their machines declare, at the level
 * that they declare.
 * https://docs.aws.amazon.com/step-functions/latest/dg/cloudwatch-log-level.html
 */
export function executionLogs(
  plans: readonly StateMachinePlan[],
  writeLog: WriteLog,
  now: number,
): (executionArn: string, event: HistoryEvent) => void {
  const minute = new Date(now).toISOString().slice(0, 16).replaceAll(/[T:]/g, "-");
  const streams = new Map(
    plans.flatMap(({ name, log }) =>
      log ? [[name, { log, stream: `states/${name}/${minute}/${randomBytes(4).toString("hex")}` }]] : [],
    ),
  );
  return (executionArn, event) => {
    // arn:aws:states:REGION:ACCOUNT:execution:MACHINE:NAME, or MACHINE/MAP for a child of a map.
    const [machine = ""] = executionArn.split(":")[6]?.split("/") ?? [];
    const found = streams.get(machine);
    if (!found || (found.log.level !== "ALL" && !levels[found.log.level].test(event.type))) {
      return;
    }
    const { log, stream } = found;
    writeLog({ group: log.group, stream }, logEvent(executionArn, event, log.includesData));
  };
}

function logEvent(executionArn: string, event: HistoryEvent, includesData: boolean): string {
  const { id, type, previousEventId, timestamp, ...members } = event;
  const [details = {}] = Object.values(members);
  const shown = Object.entries(Object(details)).filter(([name]) => includesData || !executionData.has(name));
  return JSON.stringify({
    id: String(id),
    type,
    details: Object.fromEntries(shown),
    previous_event_id: String(previousEventId),
    event_timestamp: String(timestamp),
    execution_arn: executionArn,
  });
}
