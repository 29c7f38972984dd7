import { existsSync } from "node:fs";
import { appendFile, mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { columns } from "@ashiato/core/columns";
import { stringify } from "csv-stringify/sync";
import { keepEarlier } from "../keep-earlier.ts";
import type { InputRecord } from "./read-batches.ts";

/** A record that was not accepted, and why. */
export type RejectedInput = { record: InputRecord; reason: string };

const reportColumns = columns.flatMap((column) => ("key" in column ? [column] : []));

/** The columns of a report, and those that `send` ignores, so that a repaired file can be sent as it is. */
const header = [
  ...reportColumns.map(({ name }) => name),
  "rejected_place",
  "rejected_because",
  "rejected_text",
];

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
    const lines = rejected.map(({ record, reason }) => [
      ...reportColumns.map(({ key }) => (record.kind === "report" ? record.report[key] : undefined)),
      record.place,
      reason,
      record.kind === "report" ? undefined : record.text,
    ]);
    const first = !this.#begun;
    this.#begun = true;
    await appendFile(this.path, stringify(first ? [header, ...lines] : lines, { cast: { boolean: String } }));
  }
}
