import { addPartitionsSql, dropPartitionSql, type TableName } from "../partition-sql.ts";
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
    ]),
  ];
}

/** Returns how to repair what is safe to repair. No step deletes a row. */
export function planRepairs(findings: readonly Finding[], { url }: StoredLake, table: TableName): RepairPlan {
  const datesOf = (repair: RepairName): string[] => [
    ...new Set(
      findings.flatMap((each) => (each.repair === repair && each.date !== undefined ? [each.date] : [])),
    ),
  ];
  return {
    statements: [
      ...addPartitionsSql(table, url, datesOf("add partition")),
      ...datesOf("drop partition").map((date) => dropPartitionSql(table, date)),
    ],
    requests: datesOf("request export"),
    removals: datesOf("remove files"),
  };
}
