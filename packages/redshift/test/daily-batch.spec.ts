import { afterAll, beforeAll, expect, it } from "vitest";
import { addPartition, declared, row, unloadSql } from "./locations.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;

beforeAll(async () => {
  stage = await openStage({ catalog: declared });
  await stage.put("store/dt=2026-11-21/a.csv.gz", row("device-2", "r-2", 9) + row("device-1", "r-1", 5));
  await stage.put("store/dt=2026-11-21/b.csv.gz", row("device-1", "r-1", 3) + row("device-3", "r-2", 1));
});

afterAll(async () => {
  await stage.close();
});

it("returns no rows of a partition that is not registered", async () => {
  expect(await stage.rows("SELECT COUNT(*) FROM lake.locations WHERE dt='2026-11-21'")).toEqual([[0]]);
});

it("adds the partition, as often as asked", async () => {
  await stage.finish(addPartition("2026-11-21"));
  await stage.finish(addPartition("2026-11-21"));
  expect(
    await stage.rows(
      `SELECT COUNT(*) AS reports, SUM(n) AS rows FROM ` +
        `(SELECT COUNT(*) AS n FROM lake.locations WHERE dt='2026-11-21' GROUP BY device_id, report_id) AS r`,
    ),
  ).toEqual([[3, 4]]);
});

it("unloads one ordered CSV with one row for each report, and its manifest", async () => {
  const prefix = "exports/dt=2026-11-21/run=1/locations_2026-11-21_";
  const { HasResultSet, ResultRows } = await stage.finish(unloadSql("2026-11-21", prefix));
  expect({ HasResultSet, ResultRows }).toEqual({ HasResultSet: false, ResultRows: 3 });
  const csv = await stage.text(`${prefix}000.csv`);
  expect(csv.split("\n")).toEqual([
    "device_id,recorded_at,latitude,battery,charging,report_id,received_at",
    "device-1,2026-11-21T10:00:00.000001Z,35.6812362,0.500,true,r-1,2026-11-21T10:01:03.500000Z",
    "device-2,2026-11-21T10:00:00.000001Z,35.6812362,0.500,true,r-2,2026-11-21T10:01:09.500000Z",
    "device-3,2026-11-21T10:00:00.000001Z,35.6812362,0.500,true,r-2,2026-11-21T10:01:01.500000Z",
    "",
  ]);
  const manifest: unknown = JSON.parse(await stage.text(`${prefix}manifest`));
  expect(manifest).toMatchObject({
    entries: [
      {
        url: `s3://lake/${prefix}000.csv`,
        meta: { content_length: csv.length, record_count: 4 },
      },
    ],
    schema: {
      elements: [
        { name: "device_id", type: { base: "character varying" } },
        { name: "recorded_at", type: { base: "character varying" } },
        { name: "latitude", type: { base: "numeric", precision: 10, scale: 7 } },
        { name: "battery", type: { base: "numeric", precision: 4, scale: 3 } },
        { name: "charging", type: { base: "character varying" } },
        { name: "report_id", type: { base: "character varying" } },
        { name: "received_at", type: { base: "character varying" } },
      ],
    },
    meta: { content_length: csv.length, record_count: 4 },
    author: { name: "Amazon Redshift", version: "1.0.0" },
  });
});

it("unloads no file and no manifest for a day without reports", async () => {
  await stage.finish(addPartition("2026-11-20"));
  await stage.finish(unloadSql("2026-11-20", "exports/empty_"));
  expect(await stage.keys("exports/empty_")).toEqual([]);
});

it("knows its partitions and finished statements after a restart", async () => {
  const { Id } = await stage.finish("SELECT 1 AS one");
  await stage.restart();
  expect(await stage.end(Id)).toMatchObject({ Status: "FINISHED", ResultRows: 1 });
  expect(await stage.rows("SELECT COUNT(*) FROM lake.locations WHERE dt='2026-11-21'")).toEqual([[4]]);
});
