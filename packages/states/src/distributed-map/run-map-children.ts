import { Aborted } from "../errors.ts";
import type { ChildExecutions, ChildInput, ChildRecord } from "../map-runs/child-executions.ts";
import { eventLoopYielder } from "../event-loop.ts";

/**
 * Runs the children of a map run, as many at once as it allows, until all have ended or its tolerance is exceeded; then
 * the children still running are aborted. Those that a redriven map run left unsuccessful come first, then the inputs
 * that it had not reached.
 */
export async function runMapChildren(
  children: ChildExecutions,
  inputs: AsyncIterable<ChildInput>,
  { signal, ended }: { signal: AbortSignal; ended: (child: ChildRecord, index: number) => void },
): Promise<void> {
  const { mapRun } = children;
  const breach = new AbortController();
  const childSignal = AbortSignal.any([signal, breach.signal]);
  childSignal.addEventListener("abort", () => mapRun.wake(), { once: true });
  const running = new Set<Promise<void>>();
  const judge = () => {
    if (mapRun.exceedsTolerance) {
      breach.abort(new Aborted("sibling"));
    }
  };
  const start = async (items: number, index: number, run: () => Promise<ChildRecord>) => {
    const child = await run();
    mapRun.ended(items, child.status);
    ended(child, index);
    judge();
  };
  let fault: { error: unknown } | undefined;
  const follow = (work: Promise<void>) => {
    const tracked = work
      .catch((error: unknown) => {
        fault ??= { error };
        breach.abort(new Aborted("sibling"));
      })
      .finally(() => running.delete(tracked));
    running.add(tracked);
  };

  const alreadyStarted = mapRun.record.childrenStarted;
  const yieldToEventLoop = eventLoopYielder();
  let index = 0;
  for (const { executionArn, status, items } of children.unsuccessful()) {
    await mapRun.slot(childSignal);
    if (childSignal.aborted) {
      break;
    }
    mapRun.restarted(items, status);
    follow(start(items, -1, () => children.redrive(executionArn, childSignal)));
  }
  try {
    for await (const input of inputs) {
      const at = index;
      index += 1;
      if (at < alreadyStarted) {
        continue;
      }
      await mapRun.slot(childSignal);
      if (childSignal.aborted) {
        break;
      }
      mapRun.started(input.items);
      follow(start(input.items, at, () => children.run({ ...input, index: at }, childSignal)));
      await yieldToEventLoop();
    }
    if (!childSignal.aborted) {
      mapRun.totalItems = mapRun.record.itemCounts.total;
      judge();
    }
  } catch (error) {
    fault ??= { error };
    breach.abort(new Aborted("sibling"));
  }
  await Promise.all(running);
  if (fault) {
    throw fault.error;
  }
}
