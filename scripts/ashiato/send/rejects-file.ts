import { existsSync } from "node:fs";
import { appendFile, mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { keepEarlier } from "../keep-earlier.ts";
import { rejectsHeader, rejectsLines } from "../rejects/rejects-csv.ts";
import type { InputRecord } from "./read-batches.ts";

/** A record that was not accepted, and why. */
export type RejectedInput = { record: InputRecord; reason: string };

/**
 * A CSV of the reports that were rejected and the lines that could not be read, with their position in the
 * file and the reason. Once repaired, it can be sent. The file is not created until something is rejected.
 */
export class RejectsFile {
  readonly path: string;
  #begun: boolean;

  private constructor(path: string, begun: boolean) {
    this.path = path;
    this.#begun = begun;
  }

  /**
   * Continues the file of an interrupted sending, or begins one. The file of an earlier sending is kept under
   * another name.
   * @param goesOn whether the sending resumes an interrupted one
   */
  static async open(path: string, goesOn: boolean, say: (line: string) => void): Promise<RejectsFile> {
    await mkdir(dirname(path), { recursive: true });
    const earlier = goesOn ? undefined : await keepEarlier(path);
    if (earlier !== undefined) {
      say(`Moved the rejects of an earlier sending from ${path} to ${earlier}`);
    }
    return new RejectsFile(path, existsSync(path));
  }

  async add(rejected: readonly RejectedInput[]): Promise<void> {
    if (rejected.length === 0) {
      return;
    }
    const lines = rejectsLines(
      rejected.map(({ record, reason }) => ({
        report: record.kind === "report" ? record.report : {},
        place: String(record.place),
        because: reason,
        text: record.kind === "report" ? undefined : record.text,
      })),
    );
    const first = !this.#begun;
    this.#begun = true;
    await appendFile(this.path, first ? rejectsHeader() + lines : lines);
  }
}
