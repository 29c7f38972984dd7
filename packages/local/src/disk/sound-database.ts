import { existsSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { SetAside } from "./set-aside.ts";

/** https://www.sqlite.org/rescode.html: SQLITE_CORRUPT and SQLITE_NOTADB */
const damaged = new Set([11, 26]);

/**
 * Sets a database aside, with SQLite's files beside it, if SQLite finds it damaged: the next opening starts
 * with an empty one. SQLite's journal repairs what a killed process left, so the cause is a damaged disk, or
 * another program that wrote the file.
 */
export function setAsideIfDamaged(file: string, setAside: SetAside, beside: readonly string[] = []): void {
  if (!existsSync(file)) {
    return;
  }
  const problem = problemOf(file);
  if (problem === undefined) {
    return;
  }
  setAside([file, `${file}-wal`, `${file}-shm`, `${file}-journal`, ...beside], problem);
}

/** https://www.sqlite.org/pragma.html#pragma_quick_check */
function problemOf(file: string): string | undefined {
  const database = new DatabaseSync(file);
  try {
    const result = database.prepare("PRAGMA quick_check(1)").get()?.["quick_check"];
    return result === "ok" ? undefined : `SQLite finds it damaged: ${String(result)}`;
  } catch (error) {
    if (error instanceof Error && "errcode" in error && damaged.has(Number(error.errcode) & 0xff)) {
      return `SQLite cannot read ${path.basename(file)}: ${error.message}`;
    }
    throw error;
  } finally {
    database.close();
  }
}
