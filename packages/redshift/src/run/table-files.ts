import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import path from "node:path";
import type { TemporaryTables } from "../catalog/catalog.ts";

/**
 * The Parquet files of the warehouse's own tables, in one directory. The catalog says which table has which.
 */
export class TableFiles {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
    mkdirSync(directory, { recursive: true });
  }

  /** Moves a file in and returns its name. */
  async add(file: string): Promise<string> {
    const name = `${randomUUID()}.parquet`;
    await rename(file, path.join(this.directory, name));
    return name;
  }

  /** Deletes the files of temporary tables whose session has ended. */
  async deleteTemporary({ temporary }: TemporaryTables): Promise<void> {
    for (const name of Object.values(temporary).flatMap(({ files }) => files)) {
      await rm(path.join(this.directory, name), { force: true });
    }
  }

  /**
   * Deletes the files that no table has: those of dropped tables, of failed statements and of ended sessions.
   */
  deleteUnused(used: readonly string[]): void {
    const kept = new Set(used);
    for (const name of readdirSync(this.directory)) {
      if (!kept.has(name)) {
        rmSync(path.join(this.directory, name));
      }
    }
  }
}
