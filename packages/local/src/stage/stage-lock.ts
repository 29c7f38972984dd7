import { mkdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { LocalError } from "../local-error.ts";
import { writeWhole } from "../disk/write-whole.ts";

/** How long a starting stage waits for a process that only checks whether the directory is locked. */
const patienceMilliseconds = 250;
/** How long a refused start waits for the holder to identify itself, which it does at once. */
const maxLooks = 20;
const lookMilliseconds = 50;

const holderSchema = z.object({
  pid: z.int().positive(),
  since: z.iso.datetime(),
  /** Address of the stage's API, once it listens. */
  api: z.string().optional(),
});

export type StageLock = {
  /** Adds the API's address to the message that a second starter gets. */
  tell: (known: { api: string }) => Promise<void>;
  release: () => Promise<void>;
};

/**
 * Locks a directory for one stage at a time. The lock is SQLite's on `stage.lock`, so the kernel releases it
 * with the process that holds it: no stale lock remains, and no process id is trusted. `holder.json` beside
 * it is only for the error message. https://www.sqlite.org/lockingv3.html
 *
 * Nothing else may open `stage.lock` in this process: closing any handle of a file drops the process's locks
 * on it.
 *
 * Throws LocalError DIRECTORY_IN_USE, naming the process that has the lock, since when, and its API's
 * address.
 */
export async function lockDirectory(directory: string): Promise<StageLock> {
  await mkdir(directory, { recursive: true });
  const database = open(directory);
  if (!tryExec(database, "BEGIN EXCLUSIVE")) {
    database.close();
    throw new LocalError(
      "DIRECTORY_IN_USE",
      `A stage runs in ${directory} already: ${await describeHolder(directory)}`,
    );
  }
  const file = holderFile(directory);
  const holder = { pid: process.pid, since: new Date().toISOString() };
  await writeWhole(file, JSON.stringify(holder), { mode: 0o600 });
  return {
    tell: (known) => writeWhole(file, JSON.stringify({ ...holder, ...known }), { mode: 0o600 }),
    release: async () => {
      await rm(file, { force: true });
      database.close();
    },
  };
}

/** Returns whether a stage has locked the directory, in any process. */
export function isDirectoryLocked(directory: string): boolean {
  const database = open(directory);
  try {
    return !tryExec(database, "SELECT count(*) FROM sqlite_schema");
  } finally {
    database.close();
  }
}

function open(directory: string): DatabaseSync {
  return new DatabaseSync(path.join(directory, "stage.lock"), { timeout: patienceMilliseconds });
}

/** Returns false when another connection holds the lock. */
function tryExec(database: DatabaseSync, sql: string): boolean {
  try {
    database.exec(sql);
    return true;
  } catch (error) {
    // https://www.sqlite.org/rescode.html#busy
    if (error instanceof Error && "errcode" in error && error.errcode === 5) {
      return false;
    }
    throw error;
  }
}

/**
 * The file may be an earlier holder's while the next one has the lock but has not yet written its own.
 */
async function describeHolder(directory: string): Promise<string> {
  for (let look = 0; look < maxLooks; look += 1) {
    const holder = await readHolder(directory);
    if (holder && isAlive(holder.pid)) {
      const { pid, since, api } = holder;
      return `process ${pid} since ${since}${api === undefined ? "" : `, API ${api}`}`;
    }
    await delay(lookMilliseconds);
  }
  return `a process that does not identify itself in ${holderFile(directory)}`;
}

async function readHolder(directory: string): Promise<z.infer<typeof holderSchema> | undefined> {
  try {
    return holderSchema.safeParse(JSON.parse(await readFile(holderFile(directory), "utf8"))).data;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT") {
      return undefined;
    }
    throw error;
  }
}

function holderFile(directory: string): string {
  return path.join(directory, "holder.json");
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
