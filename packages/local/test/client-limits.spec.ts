// How much a client may use, and what it is told.
import { paginateDescribeLogStreams } from "@aws-sdk/client-cloudwatch-logs";
import { clientWithKeySchema, usageSchema } from "@ashiato/core/api/client-schemas";
import { exportSchema, problemSchema } from "@ashiato/core/api/schemas";
import type { Limits } from "@ashiato/core/clients/limits";
import type { Right } from "@ashiato/core/clients/rights";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type Outcome, runScript } from "./support/run-script.ts";
import { report, RunningStage, yesterdayInTokyo } from "./support/running-stage.ts";

let app: RunningStage;

beforeAll(async () => {
  app = await RunningStage.start();
});

afterAll(() => app.stop());

async function ask(path: string, token: string, body?: unknown): Promise<Response> {
  return fetch(app.stage.endpoints.api + path, {
    method: body === undefined ? "GET" : "POST",
    redirect: "manual",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

async function add(id: string, rights: readonly Right[], limits: Limits): Promise<string> {
  const client = { id, name: `Client ${id}`, rights, limits };
  const answer = await ask("/v1/clients", app.stage.tokens.download, client);
  return clientWithKeySchema.parse(await answer.json()).key;
}

async function limitsOf(token: string) {
  return usageSchema.parse(await (await ask("/v1/usage", token)).json()).limits;
}

/** Waits for a minute of which there is enough left for a test: the next one, late in this one. */
async function roomInMinute(): Promise<void> {
  await vi.waitFor(() => expect(60 - ((Date.now() / 1_000) % 60)).toBeGreaterThan(30), {
    timeout: 40_000,
    interval: 250,
  });
}

/** Returns the number of instances that a function has had: each has a log stream of its own. */
async function instancesOf(component: string): Promise<number> {
  const { functions } = app.stage.plan.services.lambda;
  const logGroupName = functions.find((each) => each.component === component)?.logGroup;
  let count = 0;
  for await (const { logStreams = [] } of paginateDescribeLogStreams(
    { client: app.logs },
    { logGroupName },
  )) {
    count += logStreams.length;
  }
  return count;
}

it("lets 16 clients at their limits at the same moment have what is theirs, and little more", async () => {
  const requestsPerMinute = 20;
  const keys = await Promise.all(
    Array.from({ length: 16 }, (_, number) => add(`many-${number}`, ["exports:read"], { requestsPerMinute })),
  );
  await roomInMinute();
  const statuses = await Promise.all(
    keys.map((key) =>
      Promise.all(Array.from({ length: 40 }, async () => (await ask("/v1/exports", key)).status)),
    ),
  );
  const passed = statuses.map((each) => each.filter((status) => status === 200).length);
  expect(new Set(statuses.flat())).toEqual(new Set([200, 429]));
  expect(Math.min(...passed)).toBeGreaterThanOrEqual(requestsPerMinute);
  // A tenth of the limit for each instance, as docs/clients.md says.
  expect(Math.max(...passed)).toBeLessThanOrEqual(requestsPerMinute + 2 * (await instancesOf("Exports")));
}, 120_000);

it("names a limit, its use and its reset in the fields and the body, and counts no question for the use", async () => {
  const key = await add("told", ["exports:read"], { requestsPerMinute: 2, reportsPerDay: 5 });
  await roomInMinute();
  const first = await ask("/v1/exports", key);
  expect(first.headers.get("ratelimit-policy")).toBe('"requestsPerMinute";q=2;w=60');
  expect(first.headers.get("ratelimit")).toMatch(/^"requestsPerMinute";r=2;t=\d+$/);
  await ask("/v1/exports", key);
  const refused = await vi.waitFor(async () => {
    const answer = await ask("/v1/exports", key);
    expect(answer.status).toBe(429);
    return answer;
  });
  const seconds = refused.headers.get("retry-after");
  expect(refused.headers.get("ratelimit")).toBe(`"requestsPerMinute";r=0;t=${seconds}`);
  expect(problemSchema.parse(await refused.json()).error).toEqual({
    code: "LimitReached",
    message: expect.stringMatching(
      new RegExp(`^requestsPerMinute is 2 for this client, and [2-9] are used: .* in ${seconds} seconds$`),
    ),
  });
  expect(await limitsOf(key)).toMatchObject([
    { name: "requestsPerMinute", limit: 2 },
    { name: "reportsPerDay", limit: 5, used: 0 },
  ]);
  const own = await ask("/v1/exports", app.stage.tokens.download);
  expect([own.status, own.headers.get("ratelimit")]).toEqual([200, null]);
}, 90_000);

it("refuses reports above a limit by 429, and by 503 where a phone would delete them", async () => {
  const key = await add("phone", ["ingest"], { reportsPerMinute: 3 });
  await roomInMinute();
  const locations = [report("limited", 60), report("limited", 61), report("limited", 62)];
  expect((await ask("/v1/locations", key, { locations })).status).toBe(202);
  await vi.waitFor(async () => expect((await ask("/v1/locations", key, locations[0])).status).toBe(429));
  // The other function reads what the first one has written by then.
  const owntracks = { _type: "location", tid: "ab", tst: Math.floor(Date.now() / 1_000), lat: 35, lon: 139 };
  const refused = await ask("/v1/locations/owntracks", key, owntracks);
  expect([refused.status, Number(refused.headers.get("retry-after")) > 0]).toEqual([503, true]);
}, 90_000);

it("refuses downloads above a limit, and gives such a client links that are counted", async () => {
  const date = yesterdayInTokyo();
  await app.post({ locations: [report("read", 60), report("read", 120)] });
  const execution = await app.runBatch();
  expect(execution.status, execution.cause).toBe("SUCCEEDED");
  const free = await add("free", ["exports:read"], { requestsPerMinute: 1_000 });
  const shown = async (key: string) =>
    exportSchema.parse(await (await ask(`/v1/exports/${date}`, key)).json());
  const signed = await shown(free);
  expect(signed.files[0]?.url).toContain("X-Amz-Signature");
  const key = await add("reader", ["exports:read"], {
    rowsPerDay: signed.rows + 1,
    bytesPerMonth: 1_000_000,
  });
  const [file] = (await shown(key)).files;
  const { pathname, search } = new URL(file?.url ?? "");
  expect(`${pathname}${search}`).toBe(`/v1/exports/${date}/csv?version=1&file=1`);
  const counted = await ask(pathname + search, key);
  expect([counted.status, (await fetch(counted.headers.get("location") ?? "")).status]).toEqual([302, 200]);
  expect(await limitsOf(key)).toMatchObject([
    { name: "rowsPerDay", used: signed.rows },
    { name: "bytesPerMonth", used: signed.bytes },
  ]);
  expect((await ask(pathname + search, key)).status).toBe(302);
  const refused = await ask(pathname + search, key);
  expect(problemSchema.parse(await refused.json()).error.message).toMatch(/^rowsPerDay is /);
  expect((await ask(`/v1/exports/${date}`, key)).status).toBe(200);
}, 120_000);

it("sets and takes limits by command, and shows them beside the use of a month", async () => {
  const ashiato = (...words: string[]): Promise<Outcome> =>
    runScript("ashiato.ts", [...words, "--directory", app.directory], app.directory);
  await add("acme", [], { rowsPerDay: 7 });
  const limited = await ashiato(
    "clients",
    "limit",
    "acme",
    "--limits",
    "requestsPerMinute=60,rowsPerDay=none",
  );
  expect(limited).toMatchObject({
    code: 0,
    err: "",
    out: expect.stringMatching(/limits +requestsPerMinute 60\n/),
  });
  expect((await ashiato("clients", "usage")).out).toMatch(/^acme +0 +0 +0 +0 +requestsPerMinute 0\/60$/m);
  const csv = await ashiato("clients", "usage", "--csv");
  expect(csv.out).toMatch(
    /^client,date,reports,downloads,rows,bytes\n(?:[a-z0-9-]+,\d{4}-\d\d-\d\d,\d+,\d+,\d+,\d+\n)+$/,
  );
  expect(await ashiato("clients", "limit", "acme", "--limits", "rows=1")).toMatchObject({
    code: 2,
    err: expect.stringContaining("--limits takes requestsPerMinute, reportsPerMinute"),
  });
}, 60_000);
