// What is stored of today so far, as CSV and in SQL.
import { shownLiveExportSchema, type ShownLiveExport } from "@ashiato/core/api/live-export-schemas";
import { clientWithKeySchema } from "@ashiato/core/api/client-schemas";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { runScript } from "./support/run-script.ts";
import { RunningStage, tokyoDate } from "./support/running-stage.ts";

type Row = Record<string, string>;

let app: RunningStage;
let key: string;

beforeAll(async () => {
  app = await RunningStage.start();
  const client = { id: "live", name: "Live", rights: ["live:read"], limits: { rowsPerDay: 1_000 } };
  const made = await ask("/v1/clients", app.stage.tokens.download, { method: "POST", body: client });
  key = clientWithKeySchema.parse(await made.json()).key;
});

afterAll(() => app.stop());

async function ask(
  path: string,
  token: string,
  { method = "GET", body }: { method?: string; body?: object } = {},
): Promise<Response> {
  return fetch(path.startsWith("/") ? app.stage.endpoints.api + path : path, {
    method,
    redirect: "manual",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

/** Sends a report of now, and one of it again; `minutes` is its distance from the first of its device. */
async function send(
  deviceId: string,
  place: { latitude: number; longitude: number },
  id: number,
): Promise<void> {
  const reportId = `0b5e3f0e-6b1c-4b52-9d5b-${String(id).padStart(12, "0")}`;
  const report = { deviceId, ...place, reportId, timestamp: new Date(Date.now() - id).toISOString() };
  expect((await app.post({ locations: [report, report] })).status).toBe(202);
}

async function start(body: object): Promise<ShownLiveExport> {
  const answer = await ask("/v1/live/exports", key, { method: "POST", body });
  const text = await answer.text();
  expect(answer.status, text).toBe(202);
  const started = shownLiveExportSchema.parse(JSON.parse(text));
  expect(answer.headers.get("location")).toBe(started.statusUrl);
  return started;
}

async function ended({ statusUrl }: ShownLiveExport): Promise<ShownLiveExport> {
  return vi.waitFor(
    async () => {
      const shown = shownLiveExportSchema.parse(await (await ask(statusUrl, key)).json());
      expect(shown.status).not.toBe("RUNNING");
      return shown;
    },
    { interval: 200 },
  );
}

/** Exports and downloads by the links, as a client does. */
async function exported(body: object): Promise<{ shown: ShownLiveExport; rows: Row[] }> {
  const shown = await ended(await start(body));
  expect(shown, JSON.stringify(shown)).toMatchObject({ status: "SUCCEEDED", complete: true });
  const rows: Row[] = [];
  for (const file of shown.files ?? []) {
    const redirect = await ask(file.url, key);
    expect(redirect.status).toBe(302);
    const text = await (await fetch(redirect.headers.get("location") ?? "")).text();
    expect(Buffer.byteLength(text)).toBe(file.bytes);
    const read: Row[] = parse(text, { columns: true });
    rows.push(...read);
  }
  expect(rows).toHaveLength(shown.rows ?? -1);
  return { shown, rows };
}

async function query(sql: string): Promise<string> {
  const { code, out, err } = await runScript(
    "ashiato.ts",
    ["query", "--csv", sql, "--directory", app.directory],
    app.directory,
  );
  expect(code, err).toBe(0);
  return out;
}

const tokyo = { latitude: 35.68, longitude: 139.77 };
const osaka = { latitude: 34.69, longitude: 135.5 };
const ids = (rows: readonly Row[]) =>
  rows.map(({ report_id }) => Number(report_id?.slice(-12))).toSorted((a, b) => a - b);

it("has what is in the inbox before any run, each report once", async () => {
  await send("van-1", tokyo, 1);
  await send("van-2", osaka, 2);
  await app.invoke("Store");
  await send("van-1", tokyo, 1);
  await app.invoke("Store");
  const { shown, rows } = await exported({});
  expect(ids(rows)).toEqual([1, 2]);
  expect(shown.date).toBe(tokyoDate(Date.now()));
  expect(Date.parse(shown.storedThrough ?? "")).toBeGreaterThan(Date.now() - 600_000);
  expect(await query("SELECT COUNT(*) AS n FROM lake.inbox")).toBe("n\n3\n");
  expect(await query("SELECT COUNT(*) AS n FROM live.locations")).toBe("n\n2\n");
});

it("has what a run has distributed beside what has come since", async () => {
  const run = await app.runBatch({ date: tokyoDate(Date.now()) });
  expect(run.status, run.cause).toBe("SUCCEEDED");
  expect(await query("SELECT COUNT(*) AS n FROM lake.inbox")).toBe("n\n0\n");
  await send("van-3", tokyo, 3);
  // Once more in the inbox, and in the table already.
  await send("van-2", osaka, 2);
  await app.invoke("Store");
  const { rows } = await exported({ date: tokyoDate(Date.now()), devices: ["van-1", "van-2", "van-3"] });
  expect(ids(rows)).toEqual([1, 2, 3]);
  const counted = "SELECT device_id, COUNT(*) AS n FROM live.locations WHERE dt = ";
  expect(await query(`${counted}'${tokyoDate(Date.now())}' GROUP BY 1 ORDER BY 1`)).toBe(
    "device_id,n\nvan-1,1\nvan-2,1\nvan-3,1\n",
  );
});

it("has the rows of devices or of an area alone", async () => {
  expect(ids((await exported({ devices: ["van-2"] })).rows)).toEqual([2]);
  expect(ids((await exported({ box: [139, 35, 140, 36] })).rows)).toEqual([1, 3]);
  expect((await exported({ date: "yesterday" })).rows).toEqual([]);
});

it("is shared by those who ask for the same within a minute", async () => {
  const [first, second] = await Promise.all([start({ devices: ["van-9"] }), start({ devices: ["van-9"] })]);
  expect(second.liveExport).toBe(first.liveExport);
  expect((await start({ devices: ["van-8"] })).liveExport).not.toBe(first.liveExport);
  await ended(first);
});

it("counts downloads, and refuses what it does not have", async () => {
  const usage = await (await ask("/v1/usage", key)).json();
  expect(Object(usage).days.at(-1)).toMatchObject({ rows: 8, downloads: 5 });
  const refusal = async (path: string, body?: object): Promise<[number, string]> => {
    const answer = await ask(path, key, body === undefined ? {} : { method: "POST", body });
    return [answer.status, Object(await answer.json()).error.message];
  };
  const early = tokyoDate(Date.now() - 3 * 86_400_000);
  expect(await refusal("/v1/live/exports", { date: early })).toEqual([
    400,
    `date must be today or yesterday, got ${early}: earlier dates are under GET /v1/exports`,
  ]);
  const { statusUrl, liveExport } = (await exported({ devices: ["van-2"] })).shown;
  expect(await refusal(`${statusUrl}/csv?file=2`)).toEqual([
    404,
    `The live export "${liveExport}" has 1 file, no file 2`,
  ]);
  expect(await refusal("/v1/live/exports/live-0000000000000000-0")).toEqual([
    404,
    'There is no live export "live-0000000000000000-0"',
  ]);
});
