import type { ColumnName } from "@ashiato/core/columns";
import { ScriptError } from "../script-error.ts";

/** What a device may leave out: its CSV field is then empty. The id is not among them, the server makes one. */
export const optionalColumns = [
  "accuracy_m",
  "altitude_m",
  "altitude_accuracy_m",
  "speed_mps",
  "heading_deg",
  "battery",
  "charging",
] as const satisfies ColumnName[];

/** Columns that the app fills itself. */
const serverColumns = new Set(["received_at", "dt"]);

/** The export's columns also go by the names that location files have for them, without the unit. */
const otherNames = new Map<string, ColumnName>([
  ["accuracy", "accuracy_m"],
  ["altitude", "altitude_m"],
  ["altitude_accuracy", "altitude_accuracy_m"],
  ["speed", "speed_mps"],
  ["heading", "heading_deg"],
]);

const needed = ["device_id", "recorded_at", "latitude", "longitude"] as const satisfies ColumnName[];
const known: readonly ColumnName[] = [...needed, ...optionalColumns, "report_id"];

/**
 * The table's column of each column of a file, in the file's order. Throws BadInput, which names every column that is unknown, stands there twice or
 * is missing.
 */
export function inputColumns(header: readonly string[]): ColumnName[] {
  const names = header.map(inputColumn);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) {
    throw new ScriptError("BadInput", `Two columns of the file stand for ${repeated}`);
  }
  const missing = needed.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    throw new ScriptError(
      "BadInput",
      `The file has no column ${missing.join(", ")}; its header is ${header.join(",")}`,
    );
  }
  return names;
}

function inputColumn(name: string): ColumnName {
  if (serverColumns.has(name)) {
    throw new ScriptError("BadInput", `Column ${name} of the file is set by the server and cannot be sent`);
  }
  const column = known.find((each) => each === (otherNames.get(name) ?? name));
  if (column === undefined) {
    const names = [...known, ...otherNames.keys()].join(", ");
    throw new ScriptError(
      "BadInput",
      `Column ${JSON.stringify(name)} of the file is none of a location report: ${names}`,
    );
  }
  return column;
}
