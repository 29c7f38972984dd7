import { expect, test } from "vitest";
import type { ExportDocument } from "../export-document.ts";
import { planRepairs, reconcile } from "./reconcile.ts";
import { comparedRange } from "./steps.ts";
import type { StoredDate } from "./stored-date.ts";

const lake = { url: "s3://lake/", downloadsUrl: "s3://downloads/", recordsSince: "2026-09-01T00:00:00.000Z" };
const date = "2026-11-21";
const key = `store/dt=${date}/b1.csv.gz`;
const modified = "2026-11-22T00:00:00.000Z";
const csv = `exports/dt=${date}/run=r/version=3/attempt=0/locations_${date}_000.csv`;
const names = { schema: "lake", table: "locations", daysTable: "days" };
const documentKey = `exports/dt=${date}/run=r/version=3/export.json`;
const sha256 = "0".repeat(64);

const document: ExportDocument = {
  date,
  timeZone: "Asia/Tokyo",
  version: 3,
  run: "r",
  rows: 9,
  conflicts: 0,
  bytes: 700,
  checksum: `sha256:${sha256}`,
  schemaVersion: 2,
  localTime: false,
  createdAt: modified,
  indexed: true,
  files: [{ key: csv, name: "a.csv", rows: 9, bytes: 700, sha256 }],
};

/** A date with one batch of ten rows, nine reports, and their export. */
const whole: StoredDate = {
  date,
  location: `s3://lake/store/dt=${date}/`,
  counts: { rows: 10, reports: 9 },
  objects: [{ key, bytes: 100, modified }],
  files: [{ key, rows: 10, bytes: 100 }],
  compacting: undefined,
  pendingKeys: [],
  isPending: false,
  exports: [{ document, supplements: [], readAs: 3 }],
  dayLocation: undefined,
  dayRows: undefined,
  exported: [
    { key: csv, bytes: 700, modified },
    { key: documentKey, bytes: 500, modified },
  ],
  published: [],
};

function found(change: Partial<StoredDate>, otherKeys: readonly string[] = []): string[] {
  const findings = reconcile({ lake, dates: [{ ...whole, ...change }], otherKeys });
  return findings.map(({ kind, repair, text }) => `${kind} (${repair ?? "look"}): ${text}`);
}

test("nothing is wrong with a whole date, with an empty one, nor with a day that was exported without reports", () => {
  expect(found({})).toEqual([]);
  const none = { objects: [], files: [], exported: [], exports: [], counts: { rows: 0, reports: 0 } };
  expect(found({ ...none, location: undefined })).toEqual([]);
  const empty = { ...document, rows: 0, files: [{ ...document.files[0], key: csv, rows: 0, bytes: 10 }] };
  expect(
    found({
      ...none,
      exports: [{ document: { ...document, ...empty, files: [] }, supplements: [], readAs: 3 }],
    }),
  ).toEqual([]);
});

test("a partition that was moved, whose objects are another batch's, or whose count differs, is named", () => {
  expect(found({ location: "s3://other/store/" })).toEqual([
    `partition elsewhere (look): The partition is at s3://other/store/, and the date's objects are at s3://lake/store/dt=${date}/`,
  ]);
  // With and without the slash it is the same folder.
  expect(found({ location: `s3://lake/store/dt=${date}` })).toEqual([]);
  expect(found({ counts: { rows: 11, reports: 9 } })).toEqual([
    "rows differ (look): The partition has 11 rows, and its batches wrote 10",
  ]);
  // Without its partition the warehouse counts none, which says nothing of the objects.
  expect(found({ location: undefined, counts: { rows: 0, reports: 0 } })).toEqual([
    "partition missing (add partition): No query reads 1 object of the date: it has no partition",
  ]);
  expect(found({ files: [] })).toEqual([
    "object unknown (look): 1 object of the table, written by no batch on record",
  ]);
  // Its record may have expired.
  expect(found({ files: [], objects: [{ key, bytes: 100, modified: "2026-08-01T00:00:00Z" }] })).toEqual([]);
});

test("an export that lags is requested, one that is ahead never: it would lose the only copy of its rows", () => {
  expect(found({ counts: { rows: 10, reports: 10 } })).toEqual([
    "export behind (request export): Version 3 and its supplements have 9 reports, and the partition 10",
  ]);
  expect(found({ counts: { rows: 10, reports: 8 } })).toEqual([
    "export ahead (look): Version 3 and its supplements have 9 reports, and the partition 8",
  ]);
  const lost = { exported: [{ key: documentKey, bytes: 500, modified }] };
  expect(found({ ...lost, counts: { rows: 10, reports: 8 } })).toEqual([
    "export ahead (look): Version 3 and its supplements have 9 reports, and the partition 8",
    "export file missing (look): 1 file of version 3: not there, or of another size",
  ]);
  expect(found(lost)).toEqual([
    "export file missing (request export): 1 file of version 3: not there, or of another size",
  ]);
  // Without a count, no one knows whether the partition still has all.
  expect(found({ ...lost, counts: undefined })).toEqual([
    "export file missing (look): 1 file of version 3: not there, or of another size",
  ]);
  // The next run exports it anyway.
  expect(found({ ...lost, isPending: true, counts: { rows: 10, reports: 10 } })).toEqual([]);
});

test("files of a version below the current one are removed, and those of one that may still be published not", () => {
  const fileOf = (version: number) => ({
    key: `exports/dt=${date}/run=s/version=${version}/attempt=0/a.csv`,
    bytes: 1,
    modified,
  });
  expect(found({ exported: [...whole.exported, fileOf(2)] })).toEqual([
    "files unpublished (remove files): 1 file belongs to versions that were never published, and a newer one is",
  ]);
  expect(found({ exported: [...whole.exported, fileOf(4)] })).toEqual([]);
});

test("repairs are statements, requests and removals, each date once", () => {
  const dates = [
    { ...whole, date: "2026-11-01", location: undefined },
    { ...whole, exports: [], published: [{ date, run: "r", version: 4 }] },
  ];
  const findings = reconcile({ lake, dates, otherKeys: ["store/notes.txt"] });
  expect(findings.map(({ kind }) => kind)).toContain("object misplaced");
  expect(planRepairs(findings, { lake, dates }, names)).toEqual({
    statements: [
      "ALTER TABLE lake.locations ADD IF NOT EXISTS PARTITION (dt='2026-11-01') LOCATION 's3://lake/store/dt=2026-11-01/'",
    ],
    requests: [date],
    removals: [],
  });
});

test("by default a month is compared and a week counted; a range that is named is counted whole", () => {
  const now = { now: Date.parse("2026-11-26T00:00:00Z"), timeZone: "Asia/Tokyo", days: 38, countedDays: 8 };
  expect(comparedRange({}, now)).toEqual({ from: "2026-10-19", to: "2026-11-27", countFrom: "2026-11-18" });
  expect(comparedRange({ from: "2026-11-01" }, now)).toEqual({
    from: "2026-11-01",
    to: "2026-11-27",
    countFrom: "2026-11-01",
  });
  expect(comparedRange({ to: "2026-01-31" }, now)).toMatchObject({ from: "2025-12-24", to: "2026-01-31" });
  expect(comparedRange({ from: "2026-01-01", to: "2027-01-01" }, now)).toMatchObject({ to: "2027-01-01" });
  expect(() => comparedRange({ from: "2026-01-01", to: "2027-01-02" }, now)).toThrow("at most 366 dates");
});

test("a date that is being compacted has its partition in the folder of its new files, and both kinds of files", () => {
  const compacting = `compacted/dt=${date}/run=r/attempt=0/`;
  const location = `s3://lake/${compacting}`;
  expect(found({ compacting, location, counts: { rows: 9, reports: 9 }, objects: [] })).toEqual([]);
  expect(found({ compacting })).toEqual([
    `partition elsewhere (look): The partition is at s3://lake/store/dt=${date}/, and the date's objects are at ${location}`,
  ]);
});

test("the table of days shows the current export, with all of its rows, and no date without one", () => {
  const prefix = `exports/dt=${date}/run=r/version=3/attempt=0/parquet/`;
  const folder = `s3://downloads/${prefix}`;
  const exports = [{ document: { ...document, parquet: { prefix, files: [] } }, supplements: [], readAs: 3 }];
  const shown = { exports, dayLocation: folder, dayRows: 9 };
  expect(found(shown)).toEqual([]);
  // With and without the slash it is the same folder.
  expect(found({ ...shown, dayLocation: folder.slice(0, -1) })).toEqual([]);
  const earlier = folder.replace("version=3", "version=2");
  expect(found({ ...shown, dayLocation: earlier })).toEqual([
    `day elsewhere (show export): The table of days reads ${earlier}, and version 3 is at ${folder}`,
  ]);
  expect(found({ ...shown, dayLocation: undefined })).toEqual([
    `day elsewhere (show export): The table of days reads nothing, and version 3 is at ${folder}`,
  ]);
  expect(found({ ...shown, dayRows: 8 })).toEqual([
    "day rows differ (look): The Parquet files of version 3 have 8 rows, and the export 9",
  ]);
  // The next run moves it.
  expect(found({ ...shown, dayLocation: earlier, isPending: true })).toEqual([]);
  const none = { objects: [], files: [], exported: [], exports: [], counts: { rows: 0, reports: 0 } };
  expect(found({ ...none, location: undefined, dayLocation: folder })).toEqual([
    `day without export (drop day): The table of days reads ${folder}, and the date has no export`,
  ]);
  expect(found({ exports: [], dayLocation: folder })).toEqual([
    "export missing (request export): The partition has 1 object, and the date has no export",
  ]);
});

test("the table of days is moved by the two statements that a publication has, and dropped by one", () => {
  const prefix = `exports/dt=${date}/run=r/version=3/attempt=0/parquet/`;
  const exports = [{ document: { ...document, parquet: { prefix, files: [] } }, supplements: [], readAs: 3 }];
  const orphan = { objects: [], files: [], exported: [], exports: [], location: undefined };
  const dates = [
    { ...whole, exports, dayRows: 9 },
    { ...whole, ...orphan, date: "2026-11-01", dayLocation: "s3://downloads/x/" },
  ];
  const findings = reconcile({ lake, dates, otherKeys: [] });
  expect(planRepairs(findings, { lake, dates }, names).statements).toEqual([
    `ALTER TABLE lake.days ADD IF NOT EXISTS PARTITION (dt='${date}') LOCATION 's3://downloads/${prefix}'`,
    `ALTER TABLE lake.days PARTITION (dt='${date}') SET LOCATION 's3://downloads/${prefix}'`,
    "ALTER TABLE lake.days DROP PARTITION (dt='2026-11-01')",
  ]);
});
