import { existsSync } from "node:fs";
import { appendFile, mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { stringify } from "csv-stringify/sync";
import { keepEarlier } from "../keep-earlier.ts";
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

  /**
   * Continues the file of an earlier part of the sending, or begins one. The file of an earlier sending is kept under another name.
   * @param goesOn whether the sending goes on
   */
  static async open(path: string, goesOn: boolean, say: (line: string) => void): Promise<RejectsFile> {
    await mkdir(dirname(path), { recursive: true });
    const earlier = goesOn ? undefined : await keepEarlier(path);
    if (earlier !== undefined) {
      say(`What an earlier sending left in ${path} is now in ${earlier}`);
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
