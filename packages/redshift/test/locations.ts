import * as glue from "../src/catalog/glue-table.ts";
import { bucket, roleArn } from "./stage.ts";

/** A location table as the app declares it. */
export const locations: glue.GlueTable = {
  name: "locations",
  location: `s3://${bucket}/store/`,
  columns: [
    { name: "device_id", type: "varchar(64)" },
    { name: "recorded_at", type: "timestamp" },
    { name: "latitude", type: "decimal(10,7)" },
    { name: "battery", type: "decimal(4,3)" },
    { name: "charging", type: "boolean" },
    { name: "report_id", type: "varchar(36)" },
    { name: "received_at", type: "timestamp" },
  ],
  partitionKeys: [{ name: "dt", type: "date" }],
  serde: {
    library: glue.lazySimpleSerde,
    parameters: { "field.delim": ",", "serialization.format": ",", "serialization.null.format": "" },
  },
  inputFormat: glue.textInputFormat,
  outputFormat: glue.textOutputFormat,
  parameters: { EXTERNAL: "TRUE", classification: "csv", compressionType: "gzip" },
};

export const declared = { databases: [{ name: "glue_test", tables: [locations] }] };

/** A row of the table's files. */
export function row(device: string, report: string, receivedSecond: number): string {
  const second = String(receivedSecond).padStart(2, "0");
  return `${device},2026-11-21 10:00:00.000001,35.6812362,0.5,true,${report},2026-11-21 10:01:${second}.500000\n`;
}

export function addPartition(date: string): string {
  return (
    `ALTER TABLE lake.locations ADD IF NOT EXISTS PARTITION (dt='${date}') ` +
    `LOCATION 's3://${bucket}/store/dt=${date}/'`
  );
}

/** The export of one date: one row for each device and report id, the first received, ordered. */
export function unloadSql(date: string, prefix: string): string {
  const select =
    `SELECT r.device_id AS device_id, TO_CHAR(r.recorded_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS recorded_at, ` +
    `r.latitude AS latitude, r.battery AS battery, ` +
    `CASE WHEN r.charging THEN 'true' WHEN NOT r.charging THEN 'false' END AS charging, r.report_id AS report_id, ` +
    `TO_CHAR(r.received_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS received_at ` +
    `FROM (SELECT device_id, recorded_at, latitude, battery, charging, report_id, received_at, ` +
    `ROW_NUMBER() OVER (PARTITION BY device_id, report_id ORDER BY received_at, recorded_at) AS arrival ` +
    `FROM lake.locations WHERE dt='${date}') AS r WHERE r.arrival = 1 ORDER BY r.device_id, r.recorded_at, r.report_id`;
  return (
    `UNLOAD ('${select.replaceAll("'", "''")}') TO 's3://${bucket}/${prefix}' IAM_ROLE '${roleArn}' ` +
    "FORMAT AS CSV HEADER PARALLEL OFF MANIFEST VERBOSE MAXFILESIZE 6.2 GB EXTENSION 'csv'"
  );
}
