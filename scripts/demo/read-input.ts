import type { ColumnName } from "@ashiato/core/columns";
import { reportFromRow } from "@ashiato/core/report-row";
import { parse } from "csv-parse";
import { openText } from "../open-text.ts";
import { ScriptError } from "../script-error.ts";
import type { Calendar } from "../report/calendar.ts";
import { type DemoReport, expectedRow } from "../report/demo-report.ts";
import { inputColumns, optionalColumns } from "../report/input-columns.ts";
import { readInputTime } from "../report/input-time.ts";

/** A line of the file, fields by the table's columns; `epochMicroseconds` is absent where `recorded_at` cannot be read. */
export type InputLine = { fields: Partial<Record<ColumnName, string>>; epochMicroseconds?: number };

const dayMicroseconds = 86_400_000_000;

/**
 * Reads a CSV file of location reports, plain or gzip, whatever its name. Columns go by name; see `inputColumns` for what is refused. Throws BadInput, with the
 * path, for a file that is missing, empty or broken.
 */
export async function readInput(path: string): Promise<InputLine[]> {
  const lines: InputLine[] = [];
  const parser = parse({ bom: true, columns: (header: string[]) => inputColumns(header) });
  try {
    const text = await openText(path);
    text.once("error", (error) => parser.destroy(error));
    const records: AsyncIterable<InputLine["fields"]> = text.pipe(parser);
    for await (const fields of records) {
      const epochMicroseconds = readInputTime(fields.recorded_at ?? "");
      lines.push({ fields, ...(epochMicroseconds !== undefined && { epochMicroseconds }) });
    }
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new ScriptError("BadInput", `${path}: ${message}`, { cause });
  }
  if (lines.length === 0) {
    throw new ScriptError("BadInput", `${path} holds no report`);
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
