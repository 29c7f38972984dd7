import { existsSync } from "node:fs";
import { appendFile, mkdir, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { stringify } from "csv-stringify/sync";
import type { Rejection } from "../../report/send-answer.ts";
import { type InputFields, reasonColumn } from "./input-file.ts";

/** A CSV of the lines that the API rejected, with its reasons: repaired, it is a file to send. There is none while nothing was rejected. */
export class RejectsFile {
  readonly path: string;
  #begun: boolean;

  private constructor(path: string, begun: boolean) {
    this.path = path;
    this.#begun = begun;
  }

  /** @param goesOn whether the file of an earlier part of the sending is continued */
  static async open(path: string, goesOn: boolean): Promise<RejectsFile> {
    await mkdir(dirname(path), { recursive: true });
    if (!goesOn) {
      await rm(path, { force: true });
    }
    return new RejectsFile(path, existsSync(path));
  }

  async add(lines: readonly InputFields[], rejections: readonly Rejection[]): Promise<void> {
    if (rejections.length === 0) {
      return;
    }
    const records = rejections.map(({ index, issues }) => [
      ...Object.values(lines[index] ?? {}),
      issues.map(({ path, message }) => `${path} ${message}`.trim()).join("; "),
    ]);
    const header = [...Object.keys(lines[0] ?? {}), reasonColumn];
    const first = !this.#begun;
    this.#begun = true;
    await appendFile(this.path, stringify(first ? [header, ...records] : records));
  }
}
