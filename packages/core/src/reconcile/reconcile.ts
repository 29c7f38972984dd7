import { addLocationSql, setLocationSql } from "../export-sql.ts";
import { addPartitionsSql, dropPartitionSql, type TableNames } from "../partition-sql.ts";
import { compareDays, dayFolder } from "./compare-days.ts";
import { compareExports } from "./compare-exports.ts";
import { compareTable, misplacedObjects } from "./compare-table.ts";
import type { Finding, RepairName } from "./finding.ts";
import type { RepairPlan } from "./steps.ts";
import type { StoredDate, StoredLake } from "./stored-date.ts";

/** Everything that was read, in the order of dates. */
export type Stored = {
  lake: StoredLake;
  dates: readonly StoredDate[];
  /** Keys under the table's prefix that belong to no date. */
  otherKeys: readonly string[];
};

/** Returns whatever is wrong with what is stored, in the order of dates. */
export function reconcile({ lake, dates, otherKeys }: Stored): Finding[] {
  return [
    ...misplacedObjects(otherKeys),
    ...dates.flatMap((stored) => [
      ...misplacedObjects(stored.objects.map(({ key }) => key)),
      ...compareTable(stored, lake),
      ...compareExports(stored),
      ...compareDays(stored, lake),
    ]),
  ];
}

/** Returns how to repair what is safe to repair. No step deletes a row. */
export function planRepairs(
  findings: readonly Finding[],
  { lake, dates }: Pick<Stored, "lake" | "dates">,
  names: TableNames,
): RepairPlan {
  const datesOf = (repair: RepairName): string[] => [
    ...new Set(
      findings.flatMap((each) => (each.repair === repair && each.date !== undefined ? [each.date] : [])),
    ),
  ];
  const days = { schema: names.schema, table: names.daysTable };
  const show = (date: string): string[] => {
    const stored = dates.find((each) => each.date === date);
    const location = stored && dayFolder(stored, lake);
    const target = { ...days, date, location: location ?? "" };
    return location === undefined ? [] : [addLocationSql(target), setLocationSql(target)];
  };
  return {
    statements: [
      ...addPartitionsSql(names, lake.url, datesOf("add partition")),
      ...datesOf("drop partition").map((date) => dropPartitionSql(names, date)),
      ...datesOf("show export").flatMap(show),
      ...datesOf("drop day").map((date) => dropPartitionSql(days, date)),
    ],
    requests: datesOf("request export"),
    removals: datesOf("remove files"),
  };
}
