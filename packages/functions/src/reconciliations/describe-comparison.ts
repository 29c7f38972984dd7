import type { ComparisonProgress } from "@ashiato/core/api/reconciliation-schemas";
import { causeText } from "@ashiato/core/daily-batch/cause-text";
import { reconciliationKey } from "@ashiato/core/run-keys";
import { reconciliationSchema } from "@ashiato/core/reconcile/finding";
import { comparisonPhase } from "@ashiato/core/reconcile/states";
import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  GetExecutionHistoryCommand,
} from "@aws-sdk/client-sfn";
import { Resource } from "sst";
import { findJson } from "../aws/objects.ts";
import { sfn } from "../aws/sfn.ts";

/** The names that Step Functions accepts and that need no encoding in a URL. */
const executionName = /^[\w.-]{1,80}$/;
/** A state has some events, and one of these is its entry. */
const lastEvents = 20;

/**
 * Describes a comparison from its execution and, once it has ended, from what it wrote; returns undefined if
 * no comparison has the name.
 */
export async function describeComparison(
  name: string,
): Promise<Omit<ComparisonProgress, "statusUrl"> | undefined> {
  if (!executionName.test(name)) {
    return undefined;
  }
  const executionArn = `${Resource.Reconcile.arn.replace(":stateMachine:", ":execution:")}:${name}`;
  try {
    const execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    const { status = "RUNNING", startDate = new Date(0), stopDate, error, cause } = execution;
    const found =
      status === "SUCCEEDED"
        ? await findJson(Resource.Lake.name, reconciliationKey(name), reconciliationSchema)
        : undefined;
    return {
      reconciliation: name,
      // No state of Reconcile waits for a redrive.
      status: status === "PENDING_REDRIVE" ? "RUNNING" : status,
      startedAt: startDate.toISOString(),
      ...(stopDate && { stoppedAt: stopDate.toISOString() }),
      phase: status === "SUCCEEDED" ? "ended" : comparisonPhase(await lastEntered(executionArn)),
      ...(found && {
        from: found.from,
        to: found.to,
        compared: found.compared,
        repaired: found.repaired,
        findings: found.findings,
      }),
      ...(error !== undefined && { error }),
      ...(cause !== undefined && { cause: causeText(cause) }),
    };
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) {
      return undefined;
    }
    throw error;
  }
}

/** Returns the state that was entered last; undefined before the first. */
async function lastEntered(executionArn: string): Promise<string | undefined> {
  const request = { executionArn, reverseOrder: true, maxResults: lastEvents };
  const { events = [] } = await sfn.send(new GetExecutionHistoryCommand(request));
  return events.find(({ stateEnteredEventDetails }) => stateEnteredEventDetails)?.stateEnteredEventDetails
    ?.name;
}
