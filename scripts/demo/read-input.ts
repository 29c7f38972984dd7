import type { FileReport } from "@ashiato/core/formats/files/file-record";
import { movedReport, reportTime } from "../input/moved-report.ts";
import { type InputOptions, readInput } from "../input/read-input.ts";
import type { Calendar } from "../report/calendar.ts";
import { type DemoReport, expectedRow, optionalColumns } from "../report/demo-report.ts";
import { ScriptError } from "../script-error.ts";

/** The reports in a file, and the number of lines that cannot be read. */
export type DemoInput = { reports: FileReport[]; unreadable: number };

/**
 * Reads a file of reports whole. Throws BadInput, with the path, for a file that `readInput` cannot read or
 * that holds no report.
 */
export async function readDemoInput(path: string, options: InputOptions): Promise<DemoInput> {
  const reports: FileReport[] = [];
  let unreadable = 0;
  for await (const { records } of readInput(path, options)) {
    for (const record of records) {
      if (record.kind === "report") {
        reports.push(record.report);
      } else if (record.kind === "refused") {
        unreadable += 1;
      }
    }
  }
  if (reports.length === 0) {
    throw new ScriptError("BadInput", `${path} holds no reports`);
  }
  return { reports, unreadable };
}

/** Returns the report moved by whole days, with the row that it must become in the CSV. */
export function inputReport(report: FileReport, days: number, calendar: Calendar): DemoReport {
  const body = movedReport(report, days);
  const epochMicroseconds = reportTime(body);
  const { deviceId, latitude, longitude, reportId } = body;
  if (epochMicroseconds === undefined || typeof latitude !== "number" || typeof longitude !== "number") {
    return { body, verdict: "unknown" };
  }
  const fix = {
    deviceId: String(deviceId),
    epochMicroseconds,
    latitude,
    longitude,
    reportId: typeof reportId === "string" ? reportId : undefined,
    values: optionalValues(body),
  };
  return { body, row: expectedRow(fix, calendar), verdict: "unknown" };
}

function optionalValues(report: FileReport): Record<string, number | boolean> {
  const values: Record<string, number | boolean> = {};
  for (const [key, column] of optionalColumns) {
    const value = report[key];
    if (typeof value === "number" || typeof value === "boolean") {
      values[column] = value;
    }
  }
  return values;
}
