// Times in the stage's zone, by the app's own setting, on both sides of the changes of a zone.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { exportVersion } from "@ashiato/core/columns";
import { ExecuteStatementCommand, GetStatementResultCommand } from "@aws-sdk/client-redshift-data";
import { headerOfExport, localTimeSql } from "@ashiato/core/local-time";
import { DuckDBInstance } from "@duckdb/node-api";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { layOutProject } from "./support/program-folder.ts";
import { runScript } from "./support/run-script.ts";
import { RunningStage } from "./support/running-stage.ts";

/** New York skips 2:00 to 2:59:59 of one night, and of another has 1:00 to 1:59:59 twice. */
const fixes: [string, string][] = [
  ["2026-03-08T06:59:59.999Z", "2026-03-08T01:59:59.999000-05:00"],
  ["2026-03-08T07:00:00.000Z", "2026-03-08T03:00:00.000000-04:00"],
  ["2026-11-01T05:30:00.000Z", "2026-11-01T01:30:00.000000-04:00"],
  ["2026-11-01T06:30:00.000Z", "2026-11-01T01:30:00.000000-05:00"],
];
const [spring, autumn, empty] = ["2026-03-08", "2026-11-01", "2026-11-02"];

let folder: string;
let downloads: string;
let app: RunningStage;

beforeAll(async () => {
  folder = await layOutProject({
    'timeZone: "Asia/Tokyo"': 'timeZone: "America/New_York"',
    "localTime: false": "localTime: true",
    "lateWindowDays: 30": "lateWindowDays: 36_500",
  });
  downloads = await mkdtemp(path.join(tmpdir(), "ashiato-downloads-"));
  app = await RunningStage.start({ root: folder });
  const locations = fixes.map(([timestamp]) => ({
    deviceId: "phone-1",
    timestamp,
    latitude: 40.7,
    longitude: -74,
  }));
  expect((await app.post({ locations })).status).toBe(202);
  const execution = await app.runBatch({ date: empty });
  expect(execution.status, execution.cause).toBe("SUCCEEDED");
});

afterAll(async () => {
  await app.stop();
  for (const each of [folder, downloads]) {
    await rm(each, { recursive: true, force: true });
  }
});

async function fetched(date: string, format: string): Promise<string> {
  const words = ["fetch", date, "--directory", app.directory, "--out", downloads, "--format", format];
  const { code, out, err } = await runScript("ashiato.ts", [...words, "--json"], downloads);
  expect(code, err).toBe(0);
  const { exports } = JSON.parse(out) as { exports: { path: string }[] };
  return path.resolve(downloads, exports[0]?.path ?? "");
}

it("ends each row with the time of the fix in the stage's zone, with the offset of that moment", async () => {
  const rows: Record<string, string>[] = [];
  for (const date of [spring, autumn]) {
    const csv = await readFile(await fetched(date, "csv"), "utf8");
    expect(csv.split("\n")[0]).toBe(`${headerOfExport(false)},recorded_at_local`);
    rows.push(...parse<Record<string, string>>(csv, { columns: true }));
  }
  expect(rows.map(({ recorded_at, recorded_at_local }) => [recorded_at, recorded_at_local])).toEqual(
    fixes.map(([utc, local]) => [utc.replace("Z", "000Z"), local]),
  );
});

it("has the column in the header of a day without reports, in the export and in its description", async () => {
  const csv = await fetched(empty, "csv");
  expect(await readFile(csv, "utf8")).toBe(`${headerOfExport(true)}\n`);
  const described = JSON.parse(await readFile(`${csv}-metadata.json`, "utf8")) as {
    tableSchema: { columns: { name: string; datatype: string; required: boolean }[] };
  };
  expect(described.tableSchema.columns.at(-1)).toMatchObject({
    name: "recorded_at_local",
    datatype: "dateTime",
    required: true,
  });
  const answer = await fetch(`${app.stage.endpoints.api}/v1/exports/${empty}`, {
    headers: { authorization: `Bearer ${app.stage.tokens.download}` },
  });
  expect(await answer.json()).toMatchObject({ localTime: true, schemaVersion: exportVersion });
});

it.each(["parquet", "geoparquet", "geojsonl"])("has the column as text in %s", async (format) => {
  const file = await fetched(autumn, format);
  const database = await DuckDBInstance.create();
  const connection = await database.connect();
  const from =
    format === "geojsonl"
      ? `SELECT properties->>'recorded_at_local' FROM read_json('${file}', columns = {properties: 'JSON'})`
      : `SELECT recorded_at_local FROM read_parquet('${file}')`;
  const read = await connection.runAndReadAll(from);
  expect(read.getRowsJson().flat()).toEqual(fixes.slice(2).map(([, local]) => local));
  connection.closeSync();
  database.closeSync();
});

it("takes its own CSV again, and finds nothing new in it", async () => {
  const csv = await fetched(autumn, "csv");
  const words = ["send", csv, "--directory", app.directory, "--json"];
  const { code, out, err } = await runScript("ashiato.ts", words, downloads);
  expect(code, err).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ accepted: 2, rejected: 0 });
  expect(err).not.toContain("recorded_at_local");
});

it.each([
  "Asia/Tokyo",
  "America/New_York",
  "America/St_Johns",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Pacific/Chatham",
  "UTC",
])("reads the clock of %s as the zone's own rules have it", async (timeZone) => {
  const moments = [0, 91, 182, 273].map((day) =>
    new Date(Date.parse("2026-01-15T23:45:30.250Z") + day * 86_400_000).toISOString(),
  );
  const times = moments.map((moment) => `SELECT CAST('${moment.slice(0, -1)}' AS TIMESTAMP) AS recorded_at`);
  const rows = `(${times.join(" UNION ALL ")}) AS r`;
  expect(await query(`SELECT ${localTimeSql(timeZone)} FROM ${rows} ORDER BY r.recorded_at`)).toEqual(
    moments.map((moment) => [{ stringValue: readClock(moment, timeZone) }]),
  );
});

async function query(sql: string): Promise<unknown> {
  const { Id } = await app.redshift.send(
    new ExecuteStatementCommand({
      WorkgroupName: app.output("workgroupName"),
      Database: app.output("database"),
      Sql: sql,
    }),
  );
  const result = await vi.waitFor(() => app.redshift.send(new GetStatementResultCommand({ Id })));
  return result.Records;
}

/** The same by Node's own calendar. */
function readClock(moment: string, timeZone: string): string {
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    dateStyle: "short",
    timeStyle: "medium",
  });
  const offset = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" })
    .formatToParts(new Date(moment))
    .find(({ type }) => type === "timeZoneName");
  const clock = format.format(new Date(moment)).replace(" ", "T");
  return `${clock}.250000${offset?.value.slice(3) || "+00:00"}`;
}
