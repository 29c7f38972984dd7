import { expect, vi } from "vitest";
import type { RunningStage } from "./running-stage.ts";

/** A function whose processes take no step until they are thawed, as an execution environment that hangs. */
export type FrozenFunction = { thaw: () => void };

/**
 * Ends the idle processes of functions, so that the next event of each gets a new one, and is the only one
 * that `freeze` finds.
 */
export async function endIdleProcesses({ stage }: RunningStage, components: string[]): Promise<void> {
  const ids = () => components.flatMap((component) => stage.processIds(component));
  for (const id of ids()) {
    process.kill(id, "SIGKILL");
  }
  await vi.waitFor(() => expect(ids()).toEqual([]));
}

/**
 * Stops every process of a component's function by SIGSTOP. Fails if it has none. Thawing twice is harmless.
 */
export function freeze({ stage }: RunningStage, component: string): FrozenFunction {
  const ids = stage.processIds(component);
  expect(ids.length).toBeGreaterThan(0);
  for (const id of ids) {
    process.kill(id, "SIGSTOP");
  }
  return {
    thaw: () => {
      const alive = new Set(stage.processIds(component));
      for (const id of ids) {
        if (alive.has(id)) {
          process.kill(id, "SIGCONT");
        }
      }
    },
  };
}

/** Returns a wait for the next line of a function's log that matches. */
export async function nextLine(
  running: RunningStage,
  component: string,
  matching: RegExp,
): Promise<() => Promise<void>> {
  const count = async () => {
    const log = await running.functionLog(component);
    return log.filter((line) => matching.test(line)).length;
  };
  const before = await count();
  return async () => {
    await vi.waitFor(async () => expect(await count()).toBeGreaterThan(before), { interval: 100 });
  };
}
