import type { StateMachines } from "../service.ts";

/** Calls an action of the API without a server; the answer as plain JSON, timestamps as ISO strings. */
export async function callAction<T>(machines: StateMachines, name: string, input: object): Promise<T> {
  const action = machines.service.actions[name];
  if (!action) {
    throw new Error(`There is no action ${name}.`);
  }
  const answer = await action(input, { signal: new AbortController().signal });
  return JSON.parse(JSON.stringify(answer));
}

/** An outcome as DescribeExecution and StartSyncExecution describe it. */
export type DescribedOutcome = { status: string; output?: string; error?: string; cause?: string };

/** Returns the events of an execution, all pages. */
export async function historyOf(
  machines: StateMachines,
  executionArn: string,
): Promise<{ id: number; type: string }[]> {
  const events: { id: number; type: string }[] = [];
  let nextToken: string | undefined;
  do {
    const page: { events: { id: number; type: string }[]; nextToken?: string } = await callAction(
      machines,
      "GetExecutionHistory",
      { executionArn, maxResults: 1000, ...(nextToken === undefined ? {} : { nextToken }) },
    );
    events.push(...page.events);
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return events;
}

/** Resolves when the execution has ended. */
export async function outcomeOf(machines: StateMachines, executionArn: string): Promise<DescribedOutcome> {
  for (;;) {
    const outcome: DescribedOutcome = await callAction(machines, "DescribeExecution", { executionArn });
    if (outcome.status !== "RUNNING") {
      return outcome;
    }
    await machines.ended(executionArn);
  }
}
