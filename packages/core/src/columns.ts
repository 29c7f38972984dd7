import { clientIdPattern } from "./client-id.ts";
import { type Column, newestVersion } from "./column.ts";
import { deviceIdPattern } from "./device-id.ts";
import { feet, kilometresPerHour, knots, milesPerHour, one, percent } from "./units.ts";
import { between, deviceId, flag, reportId, timestamp } from "./value-rules.ts";

/** Fits decimal(11,3), and is more than the Earth's diameter. */
const maxMetres = 99_999_999;
/** Fits decimal(9,3). */
const maxMetresPerSecond = 999_999;

/**
 * The one list of the location table's columns, in the order of the files under `store/` and, with
 * `computedColumns`, of the exported CSV. Columns are appended only, with the version that adds them: queue
 * messages, work objects and partition files of an earlier version are read by the columns' positions, and
 * the columns that they lack are NULL. Numbers are decimals, because UNLOAD may lose digits
 * of a floating-point column (https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD.html).
 */
export const columns = [
  {
    name: "device_id",
    type: "varchar(64)",
    pattern: deviceIdPattern,
    key: "deviceId",
    rule: deviceId,
    headings: [
      "deviceid",
      "device",
      "imei",
      "uniqueid",
      "vehicleid",
      "vehicle",
      "trackerid",
      "tracker",
      "userid",
      "user",
      "tid",
      "id",
    ],
    required: true,
    comment: "id of the device",
  },
  {
    name: "recorded_at",
    type: "timestamp",
    key: "timestamp",
    meaning: "time of the fix, RFC 3339 with a time zone",
    rule: timestamp,
    headings: [
      "recordedat",
      "timestamp",
      "fixtime",
      "gpstime",
      "timestamputc",
      "datetime",
      "tst",
      "ts",
      "timestampms",
      "epoch",
      "unixtime",
      "devicetime",
      "capturedat",
      "timeutc",
      "time",
      "date",
    ],
    required: true,
    comment: "time of the fix, UTC",
  },
  {
    name: "latitude",
    type: "decimal(10,7)",
    key: "latitude",
    rule: between(-90, 90),
    headings: ["latitude", "lat", "latitudedeg", "latdeg", "y"],
    required: true,
    comment: "degrees north, WGS 84",
  },
  {
    name: "longitude",
    type: "decimal(10,7)",
    key: "longitude",
    rule: between(-180, 180),
    headings: ["longitude", "lon", "lng", "long", "longitudedeg", "londeg", "x"],
    required: true,
    comment: "degrees east, WGS 84",
  },
  {
    name: "accuracy_m",
    type: "decimal(11,3)",
    key: "accuracy",
    rule: between(0, maxMetres).nullish(),
    headings: ["accuracym", "accuracy", "horizontalaccuracy", "acc", "accuracymeters", "hacc"],
    comment: "accuracy of the position, metres",
  },
  {
    name: "altitude_m",
    type: "decimal(11,3)",
    key: "altitude",
    rule: between(-maxMetres, maxMetres).nullish(),
    headings: [
      "altitudem",
      "altitude",
      "elevation",
      "ele",
      "alt",
      "elevationm",
      "altm",
      "height",
      ["altitudeft", feet],
      ["elevationft", feet],
    ],
    comment: "height, metres: above sea level or the WGS 84 ellipsoid, whichever the device uses",
  },
  {
    name: "altitude_accuracy_m",
    type: "decimal(11,3)",
    key: "altitudeAccuracy",
    rule: between(0, maxMetres).nullish(),
    headings: ["altitudeaccuracym", "altitudeaccuracy", "verticalaccuracy", "vac", "vacc"],
    comment: "accuracy of the altitude, metres",
  },
  {
    name: "speed_mps",
    type: "decimal(9,3)",
    key: "speed",
    rule: between(0, maxMetresPerSecond).nullish(),
    headings: [
      "speedmps",
      "speedms",
      "speed",
      "velocity",
      ["speedkmh", kilometresPerHour],
      ["speedkph", kilometresPerHour],
      ["velocitykmh", kilometresPerHour],
      ["speedkn", knots],
      ["speedknots", knots],
      ["speedkt", knots],
      ["speedmph", milesPerHour],
      ["vel", kilometresPerHour],
    ],
    comment: "ground speed, metres per second",
  },
  {
    name: "heading_deg",
    type: "decimal(6,3)",
    key: "heading",
    rule: between(0, 360)
      .refine((degrees) => degrees < 360, "must be below 360: north is 0")
      .nullish(),
    headings: ["headingdeg", "heading", "bearing", "course", "cog", "direction", "azimuth"],
    comment: "degrees clockwise from true north, below 360",
  },
  {
    name: "battery",
    type: "decimal(4,3)",
    key: "battery",
    rule: between(0, 1).nullish(),
    headings: ["battery", ["batterypercent", percent], ["batterylevel", one], "batt"],
    comment: "charge of the battery, 0 to 1",
  },
  {
    name: "charging",
    type: "boolean",
    key: "charging",
    rule: flag.nullish(),
    headings: ["charging", "ischarging", "charge", "plugged"],
    comment: "whether the battery is being charged",
  },
  {
    name: "report_id",
    type: "varchar(36)",
    pattern: "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
    key: "reportId",
    meaning: "UUID that the client chose, not of version 8; derived from device, time and position if absent",
    rule: reportId.nullish(),
    headings: ["reportid", "uuid"],
    required: true,
    comment: "UUID of the report, lower case; unique for its source, device and date",
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

/** A column that is filled from a report. */
export type ReportedColumn = Extract<(typeof columns)[number], { key: string }>;

/** A key of a JSON report. */
export type ReportKey = ReportedColumn["key"];

/**
 * The partition column: the business date, `yyyy-MM-dd`. First field of a work row, never a column of the
 * table's files.
 */
export const partitionColumn = {
  name: "dt",
  type: "date",
  comment: "business date in the stage's time zone",
} as const;

/** Version of the column list, written into queue messages: the last version that added a column. */
export const schemaVersion = newestVersion(columns);

/** The values of `quality` in a CSV: see `quality.ts`. */
export const qualityNames = ["ok", "zero", "speed", "jump"] as const;
export type QualityName = (typeof qualityNames)[number];

/**
 * Columns that the export computes from the rows and that no row holds. They share their version numbers with
 * `columns`, so that the CSV only ever grows at its end, whichever list a column is in.
 */
export const computedColumns = [
  {
    name: "quality",
    since: 2,
    comment:
      "ok; zero: the position is 0,0; speed: no vehicle is that fast; jump: no vehicle gets here that fast from the device's previous fix",
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
