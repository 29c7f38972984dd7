import { directRows } from "@ashiato/core/file-intake/direct-rows";
import type { TakeLines } from "@ashiato/core/formats/files/csv";
import type { FileOptions, FileRecord } from "@ashiato/core/formats/files/file-record";
import { type RejectedRow, shownRejects } from "@ashiato/core/file-intake/receipt";
import { type IntakeAttempt, intakePartRejectsKey, intakeRowsKey } from "@ashiato/core/intake-keys";
import { parseReport } from "@ashiato/core/parse-report";
import type { Report } from "@ashiato/core/report-schema";
import type { Settings } from "@ashiato/core/settings";
import { workRows } from "@ashiato/core/work-row";
import { WorkObjectRows } from "@ashiato/core/work-object/work-object-rows";
import { putLines } from "../aws/gzip-lines.ts";
import { GzipUpload } from "../aws/gzip-upload.ts";

type PartWriterOptions = {
  bucket: string;
  name: IntakeAttempt;
  part: number;
  /** Milliseconds since 1970: when every report arrived, also if the part is converted again. */
  arrivedAt: number;
  /** The client in whose folder the file lies. */
  source: string | undefined;
  settings: Pick<Settings, "timeZone" | "lateWindowDays" | "futureWindowHours">;
};

/** An object has so many rows, or some of a piece more: about 15 MB, which is all that is held of them. */
const minObjectRows = 100_000;

export type WrittenPart = {
  read: number;
  accepted: number;
  rejected: number;
  objects: { key: string; rows: number }[];
  rejects: RejectedRow[];
  rejectsKey: string | null;
};

/** Writes what a part's records come to by the rules of the API: rows, and rejected rows with reasons. */
export class PartWriter {
  readonly #options: PartWriterOptions;
  readonly #objects: WrittenPart["objects"] = [];
  readonly #rejects: RejectedRow[] = [];
  #rejectsUpload: GzipUpload | undefined;
  #rows = new WorkObjectRows();
  #accepted = 0;
  #rejected = 0;

  constructor(options: PartWriterOptions) {
    this.#options = options;
  }

  /** Returns what writes the rows of a CSV's lines that need no record: see `directRows`. */
  takeLines(file: Pick<FileOptions, "device" | "timeZone" | "dateOrder">): TakeLines {
    const { arrivedAt, source, settings } = this.#options;
    const options = {
      file,
      device: file.device,
      window: { ...settings, now: arrivedAt },
      timeZone: settings.timeZone,
      arrival: { at: arrivedAt, source },
    };
    return (headings, form) =>
      directRows(headings, { ...options, ...form }, (date, row) => {
        this.#accepted += 1;
        this.#rows.addBytes(date, row);
      });
  }

  /**
   * Writes records, and then what has gathered.
   * @param file the name of the archive's file from which the records are
   */
  async add(records: readonly FileRecord[], file?: string): Promise<void> {
    const { arrivedAt, source, settings } = this.#options;
    const reports: Report[] = [];
    for (const record of records) {
      if (record.kind === "passed-over") {
        continue;
      }
      if (record.kind === "refused") {
        this.#reject(record, record.reason, file);
        continue;
      }
      const parsed = parseReport(record.report, { ...settings, now: arrivedAt });
      if (parsed.ok) {
        reports.push(parsed.report);
      } else {
        this.#reject(
          record,
          parsed.issues.map(({ path, message }) => `${path} ${message}`.trim()).join("; "),
          file,
        );
      }
    }
    this.#accepted += reports.length;
    for (const row of workRows(reports, { at: arrivedAt, source, timeZone: settings.timeZone })) {
      this.#rows.addRow(row);
    }
    if (this.#rows.rows >= minObjectRows) {
      await this.#flush();
    }
    await this.#rejectsUpload?.flush();
  }

  async finish(): Promise<WrittenPart> {
    await this.#flush();
    await this.#rejectsUpload?.finish();
    return {
      read: this.#accepted + this.#rejected,
      accepted: this.#accepted,
      rejected: this.#rejected,
      objects: this.#objects,
      rejects: this.#rejects,
      rejectsKey: this.#rejectsUpload ? this.#rejectsKey() : null,
    };
  }

  /** Gives up what is not written yet. */
  async abandon(): Promise<void> {
    await this.#rejectsUpload?.abort(new Error("The part is converted otherwise"));
  }

  #reject({ place, text }: FileRecord, reason: string, file: string | undefined): void {
    const { bucket } = this.#options;
    this.#rejectsUpload ??= new GzipUpload(bucket, this.#rejectsKey());
    const row: RejectedRow = { ...(file !== undefined && { file }), line: place, reason, text };
    this.#rejectsUpload.appendText(`${JSON.stringify(row)}\n`);
    this.#rejected += 1;
    if (this.#rejects.length < shownRejects) {
      this.#rejects.push(row);
    }
  }

  async #flush(): Promise<void> {
    const { rows: lines } = this.#rows;
    if (lines === 0) {
      return;
    }
    const { bucket, name, part } = this.#options;
    const key = intakeRowsKey(name, part, this.#objects.length);
    await putLines(bucket, key, { body: await this.#rows.pack(), lines });
    this.#objects.push({ key, rows: lines });
    this.#rows = new WorkObjectRows();
  }

  #rejectsKey(): string {
    return intakePartRejectsKey(this.#options.name, this.#options.part);
  }
}
