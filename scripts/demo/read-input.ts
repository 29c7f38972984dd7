import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { ColumnName } from "@ashiato/core/columns";
import { reportFromRow } from "@ashiato/core/report-row";
import { parse } from "csv-parse";
import type { Calendar } from "./calendar.ts";
import { type DemoReport, expectedRow } from "./demo-report.ts";
import { inputColumns, optionalColumns } from "./input-columns.ts";
import { readInputTime } from "./input-time.ts";

/** A line of the file, fields by the table's columns; `epochMicroseconds` is absent where `recorded_at` cannot be read. */
export type InputLine = { fields: Partial<Record<ColumnName, string>>; epochMicroseconds?: number };

const gzipMagic = Buffer.from([0x1f, 0x8b]);
const dayMicroseconds = 86_400_000_000;

/**
 * Reads a CSV file of location reports, plain or gzip, whatever its name. Columns go by name; see `inputColumns` for what is refused. Throws a RangeError for a file
 * without a header, csv-parse's error for a line with another number of fields, zlib's for a broken gzip file.
 */
export async function readInput(path: string): Promise<InputLine[]> {
  const lines: InputLine[] = [];
  const stream = await openText(path);
  const parser = parse({ bom: true, columns: (header: string[]) => inputColumns(header) });
  stream.once("error", (error) => parser.destroy(error));
  const records: AsyncIterable<InputLine["fields"]> = stream.pipe(parser);
  for await (const fields of records) {
    const epochMicroseconds = readInputTime(fields.recorded_at ?? "");
    lines.push({ fields, ...(epochMicroseconds !== undefined && { epochMicroseconds }) });
  }
  if (lines.length === 0) {
    throw new RangeError(`${path} holds no report`);
  }
  return lines;
}

/** The report that a line says, moved by whole days. What cannot be read goes out as it stands: to refuse it is the app's part. */
export function inputReport(line: InputLine, shiftDays: number, calendar: Calendar): DemoReport {
  const { fields, epochMicroseconds } = line;
  const latitude = Number.parseFloat(fields.latitude ?? "");
  const longitude = Number.parseFloat(fields.longitude ?? "");
  if (epochMicroseconds === undefined || !Number.isFinite(latitude) || !Number.isFinite(longitude)) {
    return { body: reportFromRow(fields), verdict: "unknown" };
  }
  const row = expectedRow(
    {
      deviceId: fields.device_id ?? "",
      epochMicroseconds: epochMicroseconds + shiftDays * dayMicroseconds,
      latitude,
      longitude,
      reportId: fields.report_id === "" ? undefined : fields.report_id,
      values: optionalValues(fields),
    },
    calendar,
  );
  return { body: reportFromRow({ ...fields, recorded_at: row.recordedAt }), row, verdict: "unknown" };
}

function optionalValues(fields: InputLine["fields"]): Record<string, number | boolean> {
  const values: Record<string, number | boolean> = {};
  for (const name of optionalColumns) {
    const text = fields[name] ?? "";
    if (text !== "") {
      values[name] = name === "charging" ? text === "true" : Number(text);
    }
  }
  return values;
}

/** The text of a file, unpacked if it is gzip, whatever its name. Throws a RangeError for a name that says gzip and bytes that do not. */
export async function openText(path: string): Promise<Readable> {
  const file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
  await file.close();
  const zipped = bytesRead === 2 && buffer.equals(gzipMagic);
  if (!zipped && path.endsWith(".gz")) {
    throw new RangeError(`${path} is no gzip file`);
  }
  const stream = createReadStream(path);
  if (!zipped) {
    return stream;
  }
  const gunzip = createGunzip();
  stream.once("error", (error) => gunzip.destroy(error));
  return stream.pipe(gunzip);
}
