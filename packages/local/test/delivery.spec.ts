import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Run, RunList, StartedRun } from "@ashiato/core/api/run-schemas";
import type { Export, ExportList } from "@ashiato/core/api/schemas";
import { isPhoneRoute, type RouteKey, routes, tokenOf } from "@ashiato/core/api/routes";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { callApi } from "./support/api-client.ts";
import { meetingGate } from "./support/request-gate.ts";
import { report, RunningStage, yesterdayInTokyo } from "./support/running-stage.ts";

const date = yesterdayInTokyo();
const starts = meetingGate(({ target }) => target === "AWSStepFunctions.StartExecution");
let app: RunningStage;

beforeAll(async () => {
  app = await RunningStage.start({ gate: starts });
});

afterAll(() => app.stop());

async function ended(run: string): Promise<Run> {
  return vi.waitFor(
    async () => {
      const { body } = await callApi(app.stage, "GET /v1/runs/{run}", { path: { run } });
      expect((body as Run).status).not.toBe("RUNNING");
      return body as Run;
    },
    { timeout: 90_000, interval: 200 },
  );
}

it("asks for a token on every route but the documentation, and for the right one", async () => {
  for (const [routeKey, role] of Object.entries(routes) as [RouteKey, string][]) {
    if (role === "public" || routeKey.startsWith("ANY ")) {
      continue;
    }
    const { tokens } = app.stage;
    const wrong = tokenOf(routeKey) === "ingest" ? tokens.download : tokens.ingest;
    const names = [...routeKey.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
    const path = { ...Object.fromEntries(names.map((name) => [name, "x"])), date };
    expect(await callApi(app.stage, routeKey, { path, authorization: null })).toMatchObject({
      status: isPhoneRoute(routeKey) ? 403 : 401,
    });
    for (const authorization of [`Bearer ${wrong}`, "Bearer x", "x"]) {
      expect(await callApi(app.stage, routeKey, { path, authorization })).toMatchObject({ status: 403 });
    }
  }
});

it("lists no exports before the first run", async () => {
  expect(await callApi(app.stage, "GET /v1/exports")).toMatchObject({ status: 200, body: { exports: [] } });
  expect(await callApi(app.stage, "GET /v1/exports/{date}", { path: { date } })).toMatchObject({
    status: 404,
    body: { error: { code: "NotFound" } },
  });
});

it("keeps reports of every format, and answers each app as it expects", async () => {
  const { timestamp, latitude, longitude } = report("x", 3_600);
  const send = (routeKey: RouteKey, body: unknown, headers = {}) =>
    callApi(app.stage, routeKey, { body, headers });
  expect(await send("POST /v1/locations", { locations: [report("plain", 3_600)] })).toMatchObject({
    status: 202,
  });
  const feature = {
    type: "Feature",
    geometry: { type: "Point", coordinates: [longitude, latitude] },
    properties: { timestamp, device_id: "overland", speed: -1, battery_state: "full" },
  };
  expect(await send("POST /v1/locations/overland", { locations: [feature] })).toMatchObject({
    status: 200,
    body: { result: "ok", accepted: 1 },
  });
  const message = {
    _type: "location",
    lat: latitude,
    lon: longitude,
    tst: Date.parse(timestamp) / 1000,
    vel: 36,
  };
  const sender = { "x-limit-u": "jane", "x-limit-d": "phone" };
  expect(await send("POST /v1/locations/owntracks", message, sender)).toMatchObject({
    status: 200,
    body: [],
  });
  expect(await send("POST /v1/locations/owntracks", { _type: "lwt", tst: 1 })).toMatchObject({
    status: 200,
    body: [],
  });
  expect(await callApi(app.stage, "POST /v1/locations/owntracks")).toMatchObject({ status: 200, body: [] });
  const location = { timestamp, coords: { latitude, longitude, heading: -1 }, battery: { level: 0.5 } };
  expect(await send("POST /v1/locations/traccar", { device_id: "traccar", location })).toMatchObject({
    status: 200,
    body: { accepted: 1 },
  });
});

it("takes a phone's token in the URL, and a slash at the end of its path", async () => {
  const { timestamp, latitude, longitude } = report("x", 3_600);
  // The very report that Traccar Client sent before: equal reports count once.
  const query = { id: "traccar", timestamp, lat: String(latitude), lon: String(longitude), batt: "50" };
  const request = { authorization: null, query: { ...query, token: app.stage.tokens.ingest } };
  expect(await callApi(app.stage, "GET /v1/locations/osmand", request)).toMatchObject({
    status: 200,
    body: { accepted: 1 },
  });
  const wrong = { ...request, query: { ...query, token: app.stage.tokens.download } };
  expect(await callApi(app.stage, "GET /v1/locations/osmand", wrong)).toMatchObject({ status: 403 });
  const url = new URL("/v1/locations/traccar/", app.stage.endpoints.api);
  url.search = new URLSearchParams(request.query).toString();
  expect((await fetch(url, { method: "POST" })).status).toBe(200);
  const logs = await Promise.all(["Authorize", "ReceiveFormats"].map((name) => app.functionLog(name)));
  expect(logs.flat().join("\n")).not.toContain(app.stage.tokens.ingest);
});

it("names a phone's broken and nameless reports without holding up its queue, and keeps them", async () => {
  const { timestamp } = report("x", 3_600);
  const feature = { geometry: { coordinates: [200, 35] }, properties: { timestamp, device_id: "overland" } };
  for (const properties of [feature.properties, { timestamp }]) {
    expect(
      await callApi(app.stage, "POST /v1/locations/overland", {
        body: { locations: [{ ...feature, properties }] },
      }),
    ).toMatchObject({ status: 200, body: { accepted: 0, keptAsRejected: 1, rejected: [{ index: 0 }] } });
  }
  await app.invoke("Store");
  expect(await app.keys("lakeBucket", "rejected/reports/")).toHaveLength(1);
});

it("takes a phone's token as the password of basic authentication", async () => {
  const authorization = `Basic ${Buffer.from(`jane:${app.stage.tokens.ingest}`).toString("base64")}`;
  const body = { _type: "waypoint" };
  expect(await callApi(app.stage, "POST /v1/locations/owntracks", { authorization, body })).toMatchObject({
    status: 200,
  });
});

it("takes the second token of a role too, so that one can replace the other", async () => {
  const secrets = JSON.parse(await readFile(path.join(app.directory, "secrets.json"), "utf8")) as Record<
    string,
    string
  >;
  const next = (name: string): { authorization: string } => ({ authorization: `Bearer ${secrets[name]}` });
  expect(secrets["IngestTokenNext"]).not.toBe(app.stage.tokens.ingest);
  const body = { _type: "waypoint" };
  expect(
    await callApi(app.stage, "POST /v1/locations/owntracks", { ...next("IngestTokenNext"), body }),
  ).toMatchObject({
    status: 200,
  });
  expect(await callApi(app.stage, "GET /v1/runs", next("DownloadTokenNext"))).toMatchObject({ status: 200 });
  expect(await callApi(app.stage, "GET /v1/runs", next("IngestTokenNext"))).toMatchObject({ status: 403 });
});

it("refuses a run of no date, of a day to come, and of a body that is something else", async () => {
  const bodies = [{ date: "2026-02-30" }, { date: "9999-01-01" }, { day: date }, []];
  for (const body of bodies) {
    expect(await callApi(app.stage, "POST /v1/runs", { body })).toMatchObject({
      status: 400,
      body: { error: { code: "InvalidBody" } },
    });
  }
  const headers = { "content-type": "text/plain" };
  expect(await callApi(app.stage, "POST /v1/runs", { body: {}, headers })).toMatchObject({ status: 415 });
});

it("starts a run, refuses a second one, and shows its progress until it has published", async () => {
  const started = await callApi(app.stage, "POST /v1/runs", { body: { date } });
  expect(started).toMatchObject({ status: 202, body: { status: "RUNNING", date } });
  const { run, statusUrl } = started.body as StartedRun;
  expect(started.headers.get("retry-after")).toBe("5");
  expect(started.headers.get("location")).toBe(statusUrl);
  expect(statusUrl).toBe(`${app.stage.endpoints.api}/v1/runs/${run}`);
  expect(await callApi(app.stage, "POST /v1/runs")).toMatchObject({
    status: 409,
    body: { error: { code: "RunInProgress" } },
  });
  const done = await ended(run);
  expect(done.cause).toBeUndefined();
  expect(done).toMatchObject({
    run,
    status: "SUCCEEDED",
    phase: "ended",
    date,
    map: { total: 1, done: 1, running: 0, failed: 0, pending: 0 },
    ledger: { objects: 1, rowsRead: 4, rowsWritten: 4, rowsRejected: 0 },
    exports: [{ date, version: 1, rows: 4 }],
  });
  expect(done.statements.map(({ name, status }) => `${name.replace(run, "run")}: ${status}`)).toEqual([
    `run add partition ${date}: FINISHED`,
    `run unload ${date}: FINISHED`,
  ]);
  const { body } = await callApi(app.stage, "GET /v1/runs", { query: { limit: "5" } });
  expect((body as RunList).runs.map((each) => [each.run, each.status])).toEqual([[run, "SUCCEEDED"]]);
});

it("starts one of two runs that are requested at the same time, and refuses the other", async () => {
  // Each has looked for a run at work, and found none, before one is started.
  starts.meet(2);
  const answers = await Promise.all(
    [1, 2].map(() => callApi(app.stage, "POST /v1/runs", { body: { date } })),
  );
  const [started, refused] = answers.toSorted((a, b) => a.status - b.status);
  expect(started).toMatchObject({ status: 202 });
  const { run, statusUrl } = (started as { body: StartedRun }).body;
  expect(refused).toMatchObject({
    status: 409,
    body: { error: { code: "RunInProgress", message: expect.stringContaining(statusUrl) } },
  });
  expect(await ended(run)).toMatchObject({
    status: "SUCCEEDED",
    exports: [],
    unchanged: [{ date, version: 1 }],
  });
  const { body } = await callApi(app.stage, "GET /v1/runs", { query: { limit: "5" } });
  expect((body as RunList).runs).toHaveLength(2);
});

it("returns an export through a link that needs no token, and the CSV by one redirection", async () => {
  const { body } = await callApi(app.stage, "GET /v1/exports", { query: { from: date, to: date } });
  const [listed] = (body as ExportList).exports;
  expect(listed).toMatchObject({ date, version: 1, rows: 4, current: true, timeZone: "Asia/Tokyo" });
  const answer = await fetch(listed?.files[0]?.url ?? "");
  expect(answer.headers.get("content-disposition")).toBe(`attachment; filename="locations_${date}_v1.csv"`);
  const csv = await answer.text();
  const devices = csv
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => line.split(",")[0]);
  expect(devices).toEqual(["jane:phone", "overland", "plain", "traccar"]);
  const redirection = await callApi(app.stage, "GET /v1/exports/{date}/csv", { path: { date } });
  expect(redirection.status).toBe(302);
  expect(await (await fetch(redirection.headers.get("location") ?? "")).text()).toBe(csv);
});

it("refuses a link for another key and with a changed byte", async () => {
  const { body } = await callApi(app.stage, "GET /v1/exports/{date}", { path: { date } });
  const { run, files } = body as Export;
  const other = new URL(files[0]?.url ?? "");
  other.pathname = other.pathname.replace(/[^/]+$/, "export.json");
  expect((await fetch(other)).status).toBe(403);
  const changed = new URL(files[0]?.url ?? "");
  changed.pathname = changed.pathname.replace(run, `${run.slice(0, -1)}x`);
  expect(await (await fetch(changed)).text()).toContain("<Code>SignatureDoesNotMatch</Code>");
});

it("answers 404 for an export or a run that does not exist, and 400 for what is not a date", async () => {
  expect(await callApi(app.stage, "GET /v1/exports/{date}", { path: { date: "2001-01-01" } })).toMatchObject({
    status: 404,
  });
  expect(await callApi(app.stage, "GET /v1/exports/{date}/csv", { path: { date: "today" } })).toMatchObject({
    status: 400,
  });
  for (const run of ["none", "a b", "../x"]) {
    expect(await callApi(app.stage, "GET /v1/runs/{run}", { path: { run } })).toMatchObject({ status: 404 });
  }
  expect(await callApi(app.stage, "GET /v1/runs", { query: { limit: "101" } })).toMatchObject({
    status: 400,
  });
});

it("serves its description and a page that takes nothing from elsewhere", async () => {
  const { body } = await callApi(app.stage, "GET /v1/openapi.json");
  expect(body).toMatchObject({ openapi: "3.1.1" });
  const page = await callApi(app.stage, "GET /docs");
  expect(page.status).toBe(200);
  const references = [...String(page.body).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url = ""]) => url);
  const files = references.filter((url) => url !== "data:,");
  expect(files).toHaveLength(3);
  for (const file of files) {
    expect(file).toMatch(/^docs\//);
    const asset = file.slice("docs/".length);
    const answer = await callApi(app.stage, "GET /docs/{asset}", { path: { asset } });
    expect(answer.status).toBe(200);
    expect(String(answer.body).length).toBeGreaterThan(50);
  }
  expect(await callApi(app.stage, "GET /docs/{asset}", { path: { asset: "../bundle.mjs" } })).toMatchObject({
    status: 404,
  });
});
