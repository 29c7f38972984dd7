import type { FileRecord } from "@ashiato/core/formats/files/file-record";
import { type RejectedRow, shownRejects } from "@ashiato/core/file-intake/receipt";
import { type IntakeAttempt, intakePartRejectsKey, intakeRowsKey } from "@ashiato/core/intake-keys";
import { parseReport } from "@ashiato/core/parse-report";
import type { Report } from "@ashiato/core/report-schema";
import type { Settings } from "@ashiato/core/settings";
import { workRows } from "@ashiato/core/work-row";
import { packWorkObject } from "@ashiato/core/work-object/pack-work-object";
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

/** Rows of one object: about 15 MB as text, which is all that is held of them. */
const maxObjectRows = 100_000;

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
  #rows: string[] = [];
  #accepted = 0;
  #rejected = 0;

  constructor(options: PartWriterOptions) {
    this.#options = options;
  }

  /** @param file the name of the archive's file from which the records are */
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
      this.#rows.push(row);
      if (this.#rows.length >= maxObjectRows) {
        await this.#flush();
      }
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
    const rows = this.#rows;
    if (rows.length === 0) {
      return;
    }
    const { bucket, name, part } = this.#options;
    const key = intakeRowsKey(name, part, this.#objects.length);
    await putLines(bucket, key, { body: await packWorkObject(rows), lines: rows.length });
    this.#objects.push({ key, rows: rows.length });
    this.#rows = [];
  }

  #rejectsKey(): string {
    return intakePartRejectsKey(this.#options.name, this.#options.part);
  }
}
