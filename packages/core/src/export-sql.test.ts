import { expect, test } from "vitest";
import { csvHeader } from "./columns.ts";
import {
  addPartitionSql,
  addLocationSql,
  countSql,
  setLocationSql,
  stageSql,
  unloadCompactedSql,
  unloadStagedSql,
  unloadConflictsSql,
  unloadParquetSql,
  unloadSql,
} from "./export-sql.ts";

const target = {
  date: "2026-11-21",
  run: "run-1",
  version: 3,
  attempt: 0,
  schema: "lake",
  table: "locations",
  lakeBucket: "lake-bucket",
  downloadsBucket: "downloads-bucket",
  iamRoleArn: "arn:aws:iam::123456789012:role/warehouse",
};

const limits = { maxSpeedMetresPerSecond: 400, minJumpMetres: 1_000 };

test("the partition is added at the date's folder unless it is there", () => {
  expect(addPartitionSql(target)).toBe(
    "ALTER TABLE lake.locations ADD IF NOT EXISTS PARTITION (dt='2026-11-21') " +
      "LOCATION 's3://lake-bucket/store/dt=2026-11-21/'",
  );
});

test("the partition is read once, with the place of each row among those of its report", () => {
  const sql = stageSql(target, limits);
  expect(sql).toMatch(
    /^CREATE TEMP TABLE staged_rows SORTKEY \(device_id, recorded_at, report_id, source\) AS SELECT device_id, .* AS quality FROM /,
  );
  expect(sql.match(/lake\.locations WHERE dt='2026-11-21'/g)).toHaveLength(1);
  for (const other of [unloadSql(target), unloadParquetSql(target), countSql()]) {
    expect(other).toContain(" FROM staged_rows ");
    expect(other).not.toContain("lake.locations");
  }
});

test("conflicts go below rejected/ in the lake, as a CSV of nothing but rows", () => {
  const sql = unloadConflictsSql(target);
  expect(sql).toContain(
    "TO 's3://lake-bucket/rejected/conflicts/dt=2026-11-21/run=run-1/version=3/conflicts_2026-11-21_'",
  );
  expect(sql).not.toContain("MANIFEST");
});

test("UNLOAD writes one CSV with a header and a verbose manifest under the run's own prefix", () => {
  const sql = unloadSql(target);
  expect(sql).toContain(
    "TO 's3://downloads-bucket/exports/dt=2026-11-21/run=run-1/version=3/attempt=0/locations_2026-11-21_'",
  );
  expect(sql).toContain("IAM_ROLE 'arn:aws:iam::123456789012:role/warehouse'");
  expect(sql).toMatch(
    /FORMAT AS CSV HEADER PARALLEL OFF MANIFEST VERBOSE MAXFILESIZE 6\.2 GB EXTENSION 'csv'$/,
  );
});

test("Parquet has the same rows with their own types, in a folder with nothing else", () => {
  const sql = unloadParquetSql(target);
  expect(sql).toContain(
    "TO 's3://downloads-bucket/exports/dt=2026-11-21/run=run-1/version=3/attempt=0/parquet/locations_2026-11-21_'",
  );
  expect(sql).toContain("r.recorded_at AS recorded_at");
  expect(sql).not.toContain("MANIFEST");
  const rows = (text: string) => text.slice(text.indexOf(" FROM ("), text.indexOf("') TO "));
  expect(rows(sql)).toBe(rows(unloadSql(target)));
});

test("a day's partition is registered, and moved if it was there", () => {
  const day = { schema: "lake", table: "days", date: "2026-11-21", location: "s3://downloads/a/" };
  expect([addLocationSql(day), setLocationSql(day)]).toEqual([
    "ALTER TABLE lake.days ADD IF NOT EXISTS PARTITION (dt='2026-11-21') LOCATION 's3://downloads/a/'",
    "ALTER TABLE lake.days PARTITION (dt='2026-11-21') SET LOCATION 's3://downloads/a/'",
  ]);
});

test("a compaction has the reports of the export in its order, as rows of the table, in a folder of its own", () => {
  const sql = unloadCompactedSql(target);
  expect(sql).toContain("TO 's3://lake-bucket/compacted/dt=2026-11-21/run=run-1/attempt=0/'");
  expect(sql).toContain("TO_CHAR(r.recorded_at, ''YYYY-MM-DD HH24:MI:SS.US'') AS recorded_at");
  expect(sql).not.toContain("HEADER");
  const order = (text: string) => text.slice(text.indexOf(" ORDER BY r.device_id"), text.indexOf("') TO "));
  expect(order(sql)).toBe(order(unloadSql(target)));
});

test("a compaction of staged rows differs from one of the partition only in what it reads", () => {
  const [source, staged] = [/ FROM \(.*\) AS r WHERE /, " FROM staged_rows AS r WHERE "];
  expect(unloadStagedSql(target)).toBe(unloadCompactedSql(target).replace(source, staged));
  expect(unloadStagedSql(target)).not.toContain("locations");
});

test("the query inside UNLOAD doubles its quotes and reads back as one literal", () => {
  const literal = /^UNLOAD \('((?:[^']|'')*)'\) TO /.exec(unloadSql(target))?.[1];
  expect(literal).toContain(`TO_CHAR(r.recorded_at, ''YYYY-MM-DD"T"HH24:MI:SS.US"Z"'') AS recorded_at`);
});

test("with a zone the CSV ends in the local time", () => {
  const sql = unloadSql(target, "Asia/Tokyo");
  expect(sql).toContain("CONVERT_TIMEZONE(''Asia/Tokyo'', r.recorded_at)");
  expect(sql).toMatch(/ AS quality, [^"]+"T"[^"]+ AS recorded_at_local FROM staged_rows /);
});

test("the CSV has the columns of its header in their order, each under its own name", () => {
  const select = /^UNLOAD \('SELECT (.*?) FROM staged_rows /.exec(unloadSql(target))?.[1] ?? "";
  expect([...select.matchAll(/ AS ([a-z_]+)/g)].map(([, name]) => name).join(",")).toBe(csvHeader);
});
