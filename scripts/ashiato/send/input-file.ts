import { stat } from "node:fs/promises";
import type { ColumnName } from "@ashiato/core/columns";
import { reportFromRow } from "@ashiato/core/report-row";
import { parse } from "csv-parse";
import { inputColumns } from "../../report/input-columns.ts";
import { readInputTime } from "../../report/input-time.ts";
import { openText } from "../../open-text.ts";

/** A line of the file by the table's columns. */
export type InputFields = Partial<Record<ColumnName, string>>;

export type InputFile = {
  path: string;
  /** Tell whether it is still the same file. */
  bytes: number;
  modified: string;
  /** Lines without the header. */
  reports: number;
  /** Microseconds since 1970 of the newest time in it; undefined where none can be read. */
  newest: number | undefined;
};

/** The column that a file of rejects has beside those of the file that was sent: repaired, it can be sent as it is. */
export const reasonColumn = "rejected_because";

const dayMicroseconds = 86_400_000_000;

/** Reads a CSV file of reports once, to know what is in it. Throws a RangeError for a file without reports, or with columns that are none of a report. */
export async function lookThrough(path: string): Promise<InputFile> {
  const { size, mtime } = await stat(path);
  let reports = 0;
  let newest: number | undefined;
  for await (const { recorded_at: time = "" } of readFields(path)) {
    reports += 1;
    const micros = readInputTime(time);
    newest = micros === undefined ? newest : Math.max(newest ?? micros, micros);
  }
  if (reports === 0) {
    throw new RangeError(`${path} holds no report`);
  }
  return { path, bytes: size, modified: mtime.toISOString(), reports, newest };
}

/** The lines of a CSV file, in their order. */
async function* readFields(path: string): AsyncGenerator<InputFields> {
  const parser = parse({
    bom: true,
    columns: (header: string[]) => {
      const kept = header.filter((name) => name !== reasonColumn);
      const columns = inputColumns(kept);
      return header.map((name) => (name === reasonColumn ? false : columns[kept.indexOf(name)]));
    },
  });
  const text = await openText(path);
  text.once("error", (error) => parser.destroy(error));
  yield* text.pipe(parser) as AsyncIterable<InputFields>;
}

/** Groups of so many lines, each with its number from 0. */
export async function* readBatches(
  path: string,
  size: number,
): AsyncGenerator<{ index: number; lines: InputFields[] }> {
  let index = 0;
  let lines: InputFields[] = [];
  for await (const fields of readFields(path)) {
    lines.push(fields);
    if (lines.length === size) {
      yield { index, lines };
      index += 1;
      lines = [];
    }
  }
  if (lines.length > 0) {
    yield { index, lines };
  }
}

/** The report of a line, its time moved by whole days. What cannot be read goes out as it stands: to refuse it is the API's part. */
export function lineReport(fields: InputFields, shiftDays: number): Record<string, unknown> {
  const micros = shiftDays === 0 ? undefined : readInputTime(fields.recorded_at ?? "");
  return reportFromRow(
    micros === undefined
      ? fields
      : { ...fields, recorded_at: timeText(micros + shiftDays * dayMicroseconds) },
  );
}

/** RFC 3339 in UTC, to the microsecond. */
function timeText(epochMicroseconds: number): string {
  const milliseconds = Math.floor(epochMicroseconds / 1000);
  const rest = String(epochMicroseconds - milliseconds * 1000).padStart(3, "0");
  return `${new Date(milliseconds).toISOString().slice(0, 23)}${rest}Z`;
}
