import { clientIdPattern } from "./client-id.ts";
import { deviceIdPattern } from "./device-id.ts";

export type DecimalType = `decimal(${number},${number})`;

/** A column of the location table: the same name in Glue, in SQL and in the CSV header. */
export type Column = {
  readonly name: string;
  /** The key of a JSON report that the column is filled from; absent for what the server sets. */
  readonly key?: string;
  /**
   * Whether every row has a value; the field of a missing value is empty. A column of a later version than 1
   * cannot be: earlier rows lack it.
   */
  readonly required?: true;
  /** The version of the list that added the column; absent in the first. */
  readonly since?: number;
  /** What the column holds, with its unit; becomes the column's comment in the Glue table. */
  readonly comment: string;
} & (
  | {
      /** The type as AWS Glue writes it; Redshift Spectrum reads it under the same words. */
      readonly type: `varchar(${number})`;
      /** The source of a pattern for the whole text: nothing that CSV would quote, no groups. */
      readonly pattern: string;
    }
  | { readonly type: "timestamp" | "boolean" | DecimalType; readonly pattern?: never }
);

/**
 * The one list of the location table's columns, in the order of the files under `store/` and, with
 * `computedColumns`, of the exported CSV. Columns are appended only, with the version that adds them:
 * messages on the queue, work objects and files of partitions that an earlier version wrote are read by their
 * place in it, and the columns that they lack are NULL. Numbers are decimals, because UNLOAD may lose digits
 * of a floating-point column (https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD.html).
 */
export const columns = [
  {
    name: "device_id",
    type: "varchar(64)",
    pattern: deviceIdPattern,
    key: "deviceId",
    required: true,
    comment: "device that reports",
  },
  {
    name: "recorded_at",
    type: "timestamp",
    key: "timestamp",
    required: true,
    comment: "time of the fix, UTC",
  },
  {
    name: "latitude",
    type: "decimal(10,7)",
    key: "latitude",
    required: true,
    comment: "degrees north, WGS 84",
  },
  {
    name: "longitude",
    type: "decimal(10,7)",
    key: "longitude",
    required: true,
    comment: "degrees east, WGS 84",
  },
  { name: "accuracy_m", type: "decimal(11,3)", key: "accuracy", comment: "accuracy of the position, metres" },
  {
    name: "altitude_m",
    type: "decimal(11,3)",
    key: "altitude",
    comment: "height, metres: above the sea or the WGS 84 ellipsoid, as the device has it",
  },
  {
    name: "altitude_accuracy_m",
    type: "decimal(11,3)",
    key: "altitudeAccuracy",
    comment: "accuracy of the altitude, metres",
  },
  { name: "speed_mps", type: "decimal(9,3)", key: "speed", comment: "ground speed, metres per second" },
  {
    name: "heading_deg",
    type: "decimal(6,3)",
    key: "heading",
    comment: "degrees clockwise from true north, below 360",
  },
  { name: "battery", type: "decimal(4,3)", key: "battery", comment: "charge of the battery, 0 to 1" },
  { name: "charging", type: "boolean", key: "charging", comment: "whether the battery is being charged" },
  {
    name: "report_id",
    type: "varchar(36)",
    pattern: "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
    key: "reportId",
    required: true,
    comment: "UUID of the report among its source's, device's and date's, lower case",
  },
  { name: "received_at", type: "timestamp", required: true, comment: "time of arrival, UTC" },
  {
    name: "source",
    type: "varchar(32)",
    pattern: clientIdPattern,
    since: 3,
    comment: "client whose key the report came with; none for the stage's own token",
  },
] as const satisfies readonly Column[];

export type ColumnName = (typeof columns)[number]["name"];

/** A key of a JSON report. */
export type ReportKey = Extract<(typeof columns)[number], { key: string }>["key"];

/**
 * The partition column: the business date, `yyyy-MM-dd`. First field of a work row, never a column of the
 * table's files.
 */
export const partitionColumn = {
  name: "dt",
  type: "date",
  comment: "business date in the stage's time zone",
} as const;

/** Version of the column list, written into queue messages: the newest that added a column. */
export const schemaVersion = newestVersion(columns);

/** Returns the version of a column list. */
export function newestVersion(list: readonly Column[]): number {
  return Math.max(...list.map(({ since = 1 }) => since));
}

/** Returns the columns that a list had in a version. */
export function columnsOfVersion(list: readonly Column[], version: number): readonly Column[] {
  return list.filter(({ since = 1 }) => since <= version);
}

/** Returns how many digits a decimal column holds, and how many of them behind the point. */
export function decimalDigits(type: string): { precision: number; scale: number } {
  const [precision = 0, scale = 0] = [...type.matchAll(/\d+/g)].map(([digits]) => Number(digits));
  return { precision, scale };
}

/** What a CSV says of a fix: see `quality.ts`. */
export const qualityNames = ["ok", "zero", "speed", "jump"] as const;
export type QualityName = (typeof qualityNames)[number];

/**
 * Columns that the export computes from the rows, and no row holds. Their versions are counted with those of
 * `columns`, so that the CSV's columns are appended only, whichever list a column is in.
 */
export const computedColumns = [
  {
    name: "quality",
    since: 2,
    comment:
      "ok; zero: the position is 0,0; speed: no vehicle has the speed; jump: no vehicle gets here from the device's previous fix",
  },
] as const satisfies readonly ComputedColumn[];

type ComputedColumn = { readonly name: string; readonly since: number; readonly comment: string };

/** Returns the columns of a CSV: those of both lists, by the version that added them. */
export function exportColumnsOf<Stored extends Column, Computed extends ComputedColumn>(
  stored: readonly Stored[],
  computed: readonly Computed[],
): (Stored | Computed)[] {
  return [...stored, ...computed].toSorted(({ since = 1 }, { since: other = 1 }) => since - other);
}

/** The columns of every exported CSV, in their order. */
export const exportColumns = exportColumnsOf<(typeof columns)[number], (typeof computedColumns)[number]>(
  columns,
  computedColumns,
);

/** Version of the CSV's columns, written into export documents. */
export const exportVersion = Math.max(schemaVersion, ...computedColumns.map(({ since }) => since));

/** The first line of every exported CSV file, without its line end. */
export const csvHeader = exportColumns.map(({ name }) => name).join(",");
