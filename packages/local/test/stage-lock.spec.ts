import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readStageFile } from "../src/stage/stage-file.ts";
import { isDirectoryLocked, lockDirectory } from "../src/stage/stage-lock.ts";

const rounds = 10;
const starters = 4;
const script = path.join(import.meta.dirname, "support/lock-process.ts");

type Starter = { child: ChildProcess; go: () => Promise<string> };

let directory: string;
const started = new Set<ChildProcess>();

beforeEach(async () => {
  directory = path.join(await mkdtemp(path.join(tmpdir(), "ashiato-lock-")), "local");
});

afterEach(async () => {
  await Promise.all([...started].map(kill));
  started.clear();
  await rm(path.dirname(directory), { recursive: true, force: true });
});

/** A process that tries to lock the directory on each command, and keeps the lock that it gets. */
async function ready(): Promise<Starter> {
  const child = spawn(process.execPath, [script, directory], { stdio: ["pipe", "pipe", "inherit"] });
  started.add(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  expect(await lines.next()).toMatchObject({ value: "ready" });
  const go = async (): Promise<string> => {
    child.stdin.write("go\n");
    return String((await lines.next()).value);
  };
  return { child, go };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

it("has one holder after each of ten rounds of several starters over a killed holder's lock", async () => {
  let race: Starter[] = [];
  for (let round = 0; round < rounds; round += 1) {
    race.push(...(await Promise.all(Array.from({ length: starters - race.length }, ready))));
    const answers = await Promise.all(race.map(({ go }) => go()));
    expect(answers.filter((answer) => answer === "held")).toHaveLength(1);
    const holder = race[answers.indexOf("held")];
    for (const answer of answers) {
      expect(answer).toMatch(new RegExp(`^held$|process ${holder?.child.pid} since`));
    }
    if (holder) {
      await kill(holder.child);
    }
    race = race.filter((each) => each !== holder);
  }
});

it("is taken although the process id that a killed stage left belongs to another process now", async () => {
  await mkdir(directory, { recursive: true });
  await writeFile(path.join(directory, "stage.pid"), String(process.pid));
  const left = JSON.stringify({ pid: process.pid, since: "2026-11-21T00:00:00.000Z" });
  await writeFile(path.join(directory, "holder.json"), left);
  const lock = await lockDirectory(directory);
  expect(isDirectoryLocked(directory)).toBe(true);
  await lock.release();
  expect(isDirectoryLocked(directory)).toBe(false);
});

it("names the holder, since when it holds, and its API's address once that is known", async () => {
  const lock = await lockDirectory(directory);
  await expect(lockDirectory(directory)).rejects.toThrow(
    new RegExp(`${directory} already: process ${process.pid} since \\d{4}-\\d\\d-\\d\\dT[^ ]+Z$`),
  );
  await lock.tell({ api: "http://127.0.0.1:4100" });
  await expect(lockDirectory(directory)).rejects.toThrow(/Z, API http:\/\/127\.0\.0\.1:4100$/);
  await lock.release();
  await (await lockDirectory(directory)).release();
});

it("shows commands no stage where a killed one left its file and its process id is another's now", async () => {
  await mkdir(directory, { recursive: true });
  const tokens = { ingest: "a", download: "b" };
  const left = { stage: "local", pid: process.pid, outputs: {}, environment: {}, tokens };
  await writeFile(path.join(directory, "stage.json"), JSON.stringify(left));
  expect(await readStageFile(directory)).toBeUndefined();
  const lock = await lockDirectory(directory);
  expect(await readStageFile(directory)).toEqual(left);
  await lock.release();
});
