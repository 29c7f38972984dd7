import { PutObjectCommand } from "@aws-sdk/client-s3";
import { exportDocumentKey } from "@ashiato/core/export-keys";
import { reconciliationKey } from "@ashiato/core/run-keys";
import { reconciliationSchema } from "@ashiato/core/reconcile/finding";
import { parquetWriteBuffer } from "hyparquet-writer";
import { afterAll, expect, test } from "vitest";
import { startStage } from "./stage.ts";

const stage = await startStage();
const { handler: compare } = await import("../src/compare.ts");

afterAll(() => stage.stop());

const table = { schema: "lake", table: "locations", daysTable: "days" };
const sha256 = "0".repeat(64);

/** Leaves an export of a date with rows as Parquet. Returns what the table of days is to read. */
async function storeExport(date: string, rows: number): Promise<string> {
  const name = { date, run: "night", version: 1 };
  const folder = exportDocumentKey(name).replace("export.json", "attempt=0/");
  const prefix = `${folder}parquet/`;
  const data = Array.from({ length: rows }, (_, index) => `device-${index}`);
  const Body = new Uint8Array(parquetWriteBuffer({ columnData: [{ name: "device_id", data }] }));
  await stage.s3.send(new PutObjectCommand({ Bucket: "downloads", Key: `${prefix}000.parquet`, Body }));
  await stage.write("downloads", `${folder}a.csv`, "header\n");
  const document = {
    ...name,
    timeZone: "Asia/Tokyo",
    rows: 3,
    conflicts: 0,
    bytes: 7,
    checksum: `sha256:${sha256}`,
    schemaVersion: 2,
    createdAt: new Date().toISOString(),
    files: [{ key: `${folder}a.csv`, name: "a.csv", rows: 3, bytes: 7, sha256 }],
    parquet: {
      prefix,
      files: [{ key: `${prefix}000.parquet`, name: "000.parquet", rows: 3, bytes: Body.byteLength }],
    },
  };
  await stage.write("downloads", exportDocumentKey(name), JSON.stringify(document));
  return `s3://downloads/${prefix}`;
}

test("counts the footers of the table of days, and moves its partition to the current export", async () => {
  const [whole, moved, short, orphan] = ["2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04"];
  const folders = [await storeExport(whole, 3), await storeExport(moved, 3), await storeExport(short, 2)];
  const elsewhere = "s3://downloads/exports/dt=2026-01-02/run=late/version=0/";
  const shown = [folders[0], elsewhere, folders[2], elsewhere];
  const days = [whole, moved, short, orphan].map((date, index) => ({
    date,
    location: shown[index],
    table: "days",
  }));
  const stored = [whole, moved, short].map((date) => ({
    date,
    location: `s3://lake/store/dt=${date}/`,
    table: "locations",
  }));
  const answer = await compare({
    step: "compare",
    name: "a-comparison",
    from: whole,
    to: orphan,
    // None of the dates was counted.
    countFrom: "2026-02-01",
    inbox: null,
    repair: true,
    repaired: false,
    partitions: { total: 7, rows: [...days, ...stored] },
    counts: { total: 0, rows: [] },
    table,
    recordDays: 88,
  });
  const partition = `PARTITION (dt='${moved}')`;
  expect(answer).toEqual({
    result: "repair",
    plan: {
      statements: [
        `ALTER TABLE lake.days ADD IF NOT EXISTS ${partition} LOCATION '${folders[1]}'`,
        `ALTER TABLE lake.days ${partition} SET LOCATION '${folders[1]}'`,
        `ALTER TABLE lake.days DROP PARTITION (dt='${orphan}')`,
      ],
      requests: [],
      removals: [],
    },
  });
  const report = reconciliationSchema.parse(
    JSON.parse(await stage.read("lake", reconciliationKey("a-comparison"))),
  );
  expect(report.findings.map(({ date, kind }) => `${date} ${kind}`)).toEqual([
    `${moved} day elsewhere`,
    `${short} day rows differ`,
    `${orphan} day without export`,
  ]);
});
