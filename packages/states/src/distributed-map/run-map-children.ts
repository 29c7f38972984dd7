import { Aborted } from "../errors.ts";
import type { ChildExecutions, ChildInput, ChildRecord } from "../map-runs/child-executions.ts";
import { eventLoopYielder } from "../event-loop.ts";

/** The inputs of children; the first `skip` have been started, and `started` is called for each that is. */
export type ChildInputs = {
  inputs: AsyncIterable<ChildInput>;
  skip: number;
  started: (input: ChildInput) => void;
};

/**
 * Runs the children of a map run, as many at once as it allows, until all have ended or its tolerance is
 * exceeded; then the children still running are aborted. Those that a restart or a failure left open come
 * first, then the inputs that it had not reached.
 */
export async function runMapChildren(
  children: ChildExecutions,
  { inputs, skip, started }: ChildInputs,
  { signal, ended }: { signal: AbortSignal; ended: (child: ChildRecord) => void },
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
  const end = async (items: number, run: Promise<ChildRecord>) => {
    const child = await run;
    mapRun.ended(items, child.status);
    ended(child);
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

  const yieldToEventLoop = eventLoopYielder();
  judge();
  for (const child of children.open()) {
    await mapRun.slot(childSignal);
    // What a restart cut off is taken up even so, to be aborted with its siblings.
    if (childSignal.aborted && child.status !== "RUNNING") {
      continue;
    }
    mapRun.wentOn(child.items);
    follow(end(child.items, children.goOn(child, childSignal)));
    await yieldToEventLoop();
  }
  try {
    let left = skip;
    for await (const input of inputs) {
      if (left > 0) {
        left -= 1;
        continue;
      }
      await mapRun.slot(childSignal);
      if (childSignal.aborted) {
        break;
      }
      const index = mapRun.record.childrenStarted;
      mapRun.started(input.items);
      started(input);
      follow(end(input.items, children.run({ ...input, index }, childSignal)));
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
