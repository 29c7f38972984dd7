import { hash, randomUUID } from "node:crypto";
import type { Run } from "@ashiato/core/api/run-schemas";
import type { Look } from "@ashiato/core/push/followed-run";
import type { PushContent, Subscription } from "@ashiato/core/push/push";
import { ListExecutionsCommand } from "@aws-sdk/client-sfn";
import { Resource } from "sst";
import { sfn } from "../aws/sfn.ts";
import { describeRun, executionArn } from "../batch/describe-run.ts";
import { followRun } from "../push/follow-run.ts";
import { leaveRun, takeRun } from "../push/run-chains-table.ts";
import { spread, spreadTo } from "../push/spread.ts";
import { hasSubscriptions } from "../push/subscriptions-table.ts";

/** Between two looks at a run. */
const pauseSeconds = 3;

/**
 * Pushes how far a run is if that has changed, and puts the next look at it on the queue, as long as the run
 * goes on and a connection subscribes to runs. The last push is that of the run's end.
 */
export async function follow({ chain, run: name, last }: Look): Promise<void> {
  const seen = await look(name);
  if (seen === undefined || !(await takeRun(name, chain, Date.now()))) {
    return;
  }
  if (seen.text !== last) {
    await spread("runs", { id: `run ${seen.text}`, content: seen.content });
  }
  if (seen.hasEnded) {
    return leaveRun(name);
  }
  if (!(await hasSubscriptions("runs"))) {
    await leaveRun(name);
    // Whoever has subscribed since found the run taken.
    if (!(await hasSubscriptions("runs"))) {
      return;
    }
  }
  await followRun({ chain, run: name, last: seen.text }, pauseSeconds);
}

/**
 * Pushes to new subscriptions how far the run in progress is, if there is one, and has it followed if it is
 * not.
 */
export async function welcome(joined: readonly Subscription[]): Promise<void> {
  const name = await runInProgress();
  const pushed = name === undefined ? undefined : await pushNewest(name, joined);
  if (name === undefined || pushed === undefined || pushed.hasEnded) {
    return;
  }
  const chain = randomUUID();
  if (await takeRun(name, chain, Date.now())) {
    await followRun({ chain, run: name, last: pushed.text }, pauseSeconds);
  }
}

/**
 * Pushes what a look at a run shows, and looks again until nothing has changed since: otherwise a connection
 * could hear of an earlier look after a later one that went to all.
 */
async function pushNewest(name: string, joined: readonly Subscription[]): Promise<Seen | undefined> {
  const id = randomUUID();
  let pushed: Seen | undefined;
  for (;;) {
    const seen = await look(name);
    if (seen === undefined || seen.text === pushed?.text) {
      return pushed;
    }
    await spreadTo(joined, { id: `run ${id} ${seen.text}`, content: seen.content });
    pushed = seen;
  }
}

type Seen = { content: PushContent; text: string; hasEnded: boolean };

/** Looks at a run: what is pushed of it, and a hash of that. */
async function look(name: string): Promise<Seen | undefined> {
  const run = await read(name);
  return (
    run && {
      content: { message: { type: "run", topic: "runs", run } },
      text: hash("sha256", JSON.stringify(run), "hex"),
      hasEnded: run.status !== "RUNNING",
    }
  );
}

async function runInProgress(): Promise<string | undefined> {
  const { executions = [] } = await sfn.send(
    new ListExecutionsCommand({
      stateMachineArn: Resource.Batch.arn,
      statusFilter: "RUNNING",
      maxResults: 1,
    }),
  );
  return executions[0]?.name;
}

async function read(name: string): Promise<Run | undefined> {
  const arn = executionArn(name);
  const run = arn === undefined ? undefined : await describeRun(arn);
  return run && { ...run, statusUrl: `${Resource.Api.url}/v1/runs/${run.run}` };
}
