import { columnsOfExport } from "./local-time.ts";

/** A column of the table of days: the name in the CSV, and the type in Glue and in Parquet. */
export type DayColumn = { name: string; type: string; comment: string };

/** Wide enough for every name that `quality` may ever have. */
const qualityType = "varchar(16)";
/** `2026-11-01T01:30:00.000000-04:00` */
const localTimeType = "varchar(32)";

/**
 * Returns the columns of the table of days, in the CSV's order. Each has the type of the location table, with
 * exact decimals and times as instants in UTC, where the CSV has text.
 */
export function dayColumns(localTime: boolean): DayColumn[] {
  return columnsOfExport(localTime).map((column) => ({
    name: column.name,
    type: typeOf(column),
    comment: column.comment,
  }));
}

function typeOf(column: ReturnType<typeof columnsOfExport>[number]): string {
  if ("type" in column) {
    return column.type;
  }
  switch (column.name) {
    case "quality":
      return qualityType;
    case "recorded_at_local":
      return localTimeType;
  }
}
