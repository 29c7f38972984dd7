import { createReadStream } from "node:fs";
import { qualityNames } from "@ashiato/core/columns";
import { headerOfExport, localTimeColumn } from "@ashiato/core/local-time";
import { parse } from "csv-parse";
import { degrees, type ExpectedRow, optionalColumns } from "../report/demo-report.ts";
import { ScriptError } from "../script-error.ts";

/** A row of an exported CSV. */
export type ExportedRow = Pick<ExpectedRow, "deviceId" | "recordedAt" | "latitude" | "longitude"> & {
  /** Line of the file, the header being line 1. */
  line: number;
  reportId: string;
  /** The optional columns as written; empty if the device did not report a value. */
  values: Record<string, string>;
};

/** RFC 3339 in UTC, the only form of a time in an export. */
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
/** The same time in the stage's time zone. */
const localTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}[+-]\d\d:\d\d$/;
const quality = new RegExp(`^(?:${qualityNames.join("|")})$`);
const number = /^-?\d+(?:\.\d+)?$/;

/**
 * Reads an exported CSV. Throws BadExport, with the file and line, for what a reader of the CSV could not
 * use: another header, a time that is not RFC 3339 in UTC, a position that is not a number, a missing
 * report id or time of arrival, an unknown quality, or a local time that is a different instant.
 */
export async function readExportedRows(path: string): Promise<ExportedRow[]> {
  const rows: ExportedRow[] = [];
  let header = "";
  const parser = parse({
    columns: (names: string[]) => {
      header = names.join(",");
      return names;
    },
  });
  const file = createReadStream(path).once("error", (error) => parser.destroy(error));
  const records: AsyncIterable<Record<string, string>> = file.pipe(parser);
  for await (const record of records) {
    rows.push(exportedRow(record, { path, line: rows.length + 2 }));
  }
  if (![false, true].map(headerOfExport).includes(header)) {
    throw new ScriptError(
      "BadExport",
      `${path} begins with ${JSON.stringify(header)}, not with the header ${headerOfExport(false)}`,
    );
  }
  return rows;
}

function exportedRow(
  record: Record<string, string>,
  { path, line }: { path: string; line: number },
): ExportedRow {
  const field = (name: string, pattern: RegExp): string => {
    const text = record[name] ?? "";
    if (!pattern.test(text)) {
      throw new ScriptError(
        "BadExport",
        `${path} line ${line}: ${name} is ${JSON.stringify(text)}, not like ${pattern}`,
      );
    }
    return text;
  };
  field("received_at", time);
  field("quality", quality);
  if (localTimeColumn.name in record) {
    const local = field(localTimeColumn.name, localTime);
    if (Date.parse(local) !== Date.parse(record["recorded_at"] ?? "")) {
      throw new ScriptError("BadExport", `${path} line ${line}: ${local} is not ${record["recorded_at"]}`);
    }
  }
  return {
    line,
    deviceId: field("device_id", /./),
    recordedAt: field("recorded_at", time),
    latitude: degrees(Number(field("latitude", number))),
    longitude: degrees(Number(field("longitude", number))),
    reportId: field("report_id", /^[0-9a-f-]{36}$/),
    values: Object.fromEntries([...optionalColumns.values()].map((name) => [name, record[name] ?? ""])),
  };
}
