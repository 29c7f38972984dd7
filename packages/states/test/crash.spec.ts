import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const program = fileURLToPath(new URL("killed-process.ts", import.meta.url));
const children = 10_000;

/**
 * Runs the process; with `lifetime`, kills it that many milliseconds after it has started or resumed its
 * execution.
 */
async function live(directory: string, lifetime?: number): Promise<unknown> {
  const child = spawn(process.execPath, [program, directory, String(children)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exit = once(child, "exit");
  let last = "";
  for await (const line of createInterface({ input: child.stdout })) {
    last = line;
    if (line === "started" && lifetime !== undefined) {
      setTimeout(() => child.kill("SIGKILL"), lifetime);
    }
  }
  const [code, signal] = await exit;
  expect(signal ?? code).toBe(last === "started" ? "SIGKILL" : 0);
  return last === "started" ? undefined : JSON.parse(last);
}

/**
 * Kills the process again and again until it is quick enough; returns what it then prints and how often it
 * was killed.
 */
async function liveThrough(directory: string, lifetimes: readonly number[]) {
  let kills = 0;
  for (const lifetime of lifetimes) {
    const printed = await live(directory, lifetime);
    if (printed !== undefined) {
      return { printed, kills };
    }
    kills += 1;
  }
  return { printed: await live(directory), kills };
}

it("ends a map of 10,000 children as if nothing had been, whenever its process is killed", async () => {
  const undisturbed = await mkdtemp(join(tmpdir(), "states-"));
  const killed = await mkdtemp(join(tmpdir(), "states-"));
  try {
    const expected = await live(undisturbed);
    expect(expected).toMatchObject({
      outcome: { status: "SUCCEEDED", sum: children * (children + 1) },
      mapRuns: 1,
      mapRun: { executionCounts: { total: children, succeeded: children, running: 0 } },
    });
    const lifetimes = Array.from({ length: 5 }, () => Math.round(Math.random() * 400));
    const { printed, kills } = await liveThrough(killed, lifetimes);
    expect(printed, `killed after ${lifetimes.join(", ")} ms`).toEqual(expected);
    expect(kills).toBeGreaterThan(0);
  } finally {
    await rm(undisturbed, { recursive: true });
    await rm(killed, { recursive: true });
  }
}, 300_000);
