import { gzipSync } from "node:zlib";
import { csvHeader } from "@ashiato/core/columns";
import { deviceRanges } from "@ashiato/core/device-ranges";
import type { DeviceIndex } from "@ashiato/core/export-document";
import { deviceOf, lateRows } from "@ashiato/core/late-rows";
import { reportsOfDay } from "./fleet.ts";

const quality = { maxSpeedMetresPerSecond: 400, minJumpMetres: 1_000 };

/** `T` and `Z` in two times, the quality `ok` behind a comma, and the end of the line. */
const longerInCsv = 6;

/** What a night's work on a date has read, and the bytes of CSV, or of packed files, that it has written. */
export type Work = { rowsRead: number; bytesWritten: number };

/** A date with its partition, its current export and the supplements of that. */
export class ExportedDate {
  /** Rows of the partition, its files of batches, and those of compactions. */
  readonly partition: string[] = [];
  loose = 0;
  compacted = 0;
  compactedOn: string | undefined;
  /** The most files that the partition has had. */
  mostFiles = 0;
  madeOn: string | undefined;
  /** Bytes of each whole CSV, the current one last. */
  readonly versions: number[] = [];
  supplementBytes = 0;
  /** Rows of the partition that the current export was made of. */
  rows = 0;
  #lines: string[] | undefined;
  #supplements: string[] = [];

  get lateRows(): number {
    return this.#supplements.length;
  }

  distribute(rows: readonly string[], files: number): void {
    rows.forEach((row) => this.partition.push(row));
    this.loose += files;
    this.mostFiles = Math.max(this.mostFiles, this.loose + this.compacted);
  }

  /**
   * The UNLOAD reads the partition once, or not at all on a night that has staged it for a whole export. Its
   * file is written twice: by the warehouse, and as a copy.
   */
  compact(today: string): Work {
    this.loose = 0;
    this.compacted = 1;
    this.compactedOn = today;
    const packed = gzipSync(this.partition.join("\n")).length;
    return { rowsRead: this.madeOn === today ? 0 : this.partition.length, bytesWritten: 2 * packed };
  }

  /** @param reads how often it reads the whole partition */
  exportWhole(today: string, reads: number): Work {
    this.rows = this.partition.length;
    this.#lines = undefined;
    this.#supplements = [];
    this.madeOn = today;
    const bytesWritten = this.partition.reduce(
      (sum, row) => sum + row.length + longerInCsv,
      csvHeader.length + 1,
    );
    this.versions.push(bytesWritten);
    return { rowsRead: reads * this.partition.length, bytesWritten };
  }

  /** Returns the rows of the current CSV. Throws an Error if they are not as long as was counted. */
  #exported(): string[] {
    const rows = this.partition.slice(0, this.rows);
    this.#lines ??= lateRows({ rows, known: [], conflicts: [], quality }).lines;
    const bytes = this.#lines.reduce((sum, line) => sum + line.length + 1, csvHeader.length + 1);
    if (this.rows > 0 && bytes !== this.versions.at(-1)) {
      throw new Error(`A CSV of ${this.versions.at(-1)} bytes was counted; it has ${bytes}`);
    }
    return this.#lines;
  }

  /** Reads the late rows, the ranges of their devices in the export, and the supplements before. */
  supplement(rows: readonly string[]): Work {
    const csv = [csvHeader, ...this.#exported(), ""].join("\n");
    const ranges = deviceRanges({ files: [this.#index()] }, new Set(rows.map(deviceOf)));
    const known = ranges.flatMap(({ start, end }) => csv.slice(start, end).trimEnd().split("\n"));
    const all = [...known, ...this.#supplements];
    const { lines } = lateRows({ rows, known: all, conflicts: [], quality });
    const bytesWritten = [csvHeader, ...lines, ""].join("\n").length;
    this.#supplements.push(...lines);
    this.supplementBytes += bytesWritten;
    return { rowsRead: rows.length + all.length, bytesWritten };
  }

  /** Throws an Error unless the export and its supplements have each row of the partition once. */
  check(date: string): void {
    const ids = (lines: readonly string[]) =>
      lines.map((line) => `${deviceOf(line)},${line.split(",")[11]}`).toSorted();
    const found = ids([...this.#exported(), ...this.#supplements]);
    if (found.join("\n") !== ids(this.partition).join("\n")) {
      throw new Error(
        `The export of ${date} has ${found.length} rows, its partition ${this.partition.length}`,
      );
    }
  }

  /**
   * The step of a real index, 128 KB, is a device's day of 1,200 reports; here a device has fewer. So that
   * ranges are in the same proportion to a day, the step is a device's day here too.
   */
  #index(): DeviceIndex["files"][number] {
    const lines = this.#exported();
    const step = reportsOfDay * (lines[0]?.length ?? 0);
    const entries: [number, string][] = [];
    let at = csvHeader.length + 1;
    let wanted = at;
    for (const line of lines) {
      if (at >= wanted) {
        entries.push([at, deviceOf(line)]);
        wanted = at + step;
      }
      at += line.length + 1;
    }
    return { key: "export.csv", bytes: at, entries };
  }
}
