// How much a client may use, the answers that say so, and the commands by which an operator sets it.
import { paginateDescribeLogStreams } from "@aws-sdk/client-cloudwatch-logs";
import { isPhoneRoute, rightOf, routes } from "@ashiato/core/api/routes";
import { clientWithKeySchema, usageSchema } from "@ashiato/core/api/client-schemas";
import { exportSchema, problemSchema } from "@ashiato/core/api/schemas";
import type { Limits } from "@ashiato/core/clients/limits";
import { type Right, rights } from "@ashiato/core/clients/rights";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type Outcome, runScript } from "./support/run-script.ts";
import { report, RunningStage, tokyoDate } from "./support/running-stage.ts";

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
  await vi.waitFor(() => expect(60 - ((Date.now() / 1_000) % 60)).toBeGreaterThan(30), { interval: 250 });
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
  expect(first.headers.get("ratelimit")).toMatch(/^"requestsPerMinute";r=1;t=\d+$/);
  const last = await ask("/v1/exports", key);
  expect([last.status, last.headers.get("ratelimit")]).toEqual([
    200,
    expect.stringMatching(/^"requestsPerMinute";r=0;/),
  ]);
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

it("counts a request of every route against the limit of requests, but for those that say what is left or sign out", async () => {
  const key = await add("every", rights, { requestsPerMinute: 1 });
  await roomInMinute();
  expect((await ask("/v1/exports", key)).status).toBe(200);
  // A key has no session to end.
  const free: Record<string, number> = {
    "GET /v1/usage": 200,
    "GET /v1/caller": 200,
    "GET /v1/stage": 200,
    "DELETE /v1/sessions/current": 404,
  };
  const expected: string[] = [];
  const answered: string[] = [];
  for (const routeKey of Object.keys(routes).filter((each) => rightOf(each) !== undefined)) {
    const [verb = "", template = ""] = routeKey.split(" ");
    const method = verb === "ANY" ? "PUT" : verb;
    expected.push(`${routeKey} ${free[routeKey] ?? (isPhoneRoute(routeKey) ? 503 : 429)}`);
    const send = () =>
      fetch(app.stage.endpoints.api + template.replaceAll(/\{\w+\+?\}/g, "x"), {
        method,
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        ...(method !== "GET" && { body: "x" }),
      });
    // An instance that has not counted yet lets one request through, and knows of the others' then.
    await send();
    answered.push(`${routeKey} ${(await send()).status}`);
  }
  expect(answered).toEqual(expected);
}, 90_000);

it("counts the files that a client announces, and refuses those above its limit", async () => {
  const key = await add("files", ["uploads"], { uploadsPerDay: 1 });
  const file = { name: "a.csv", bytes: 1 };
  const wrong = await ask("/v1/uploads", key, { ...file, bytes: "many" });
  expect([wrong.status, wrong.headers.get("ratelimit")]).toEqual([
    400,
    expect.stringMatching(/^"uploadsPerDay";r=1;/),
  ]);
  const taken = await ask("/v1/uploads", key, file);
  expect([taken.status, taken.headers.get("ratelimit")]).toEqual([
    201,
    expect.stringMatching(/^"uploadsPerDay";r=0;/),
  ]);
  const refused = await ask("/v1/uploads", key, file);
  expect(refused.status).toBe(429);
  expect(refused.headers.get("ratelimit")).toMatch(/^"uploadsPerDay";r=0;t=\d+$/);
  expect((await ask("/v1/uploads", key)).status).toBe(200);
  expect(await limitsOf(key)).toMatchObject([{ name: "uploadsPerDay", limit: 1, used: 1 }]);
});

it("refuses reports above a limit by 429, and by 503 where a phone would delete them", async () => {
  const key = await add("phone", ["ingest"], { reportsPerMinute: 3 });
  await roomInMinute();
  const locations = [report("limited", 60), report("limited", 61), report("limited", 62)];
  const taken = await ask("/v1/locations", key, { locations });
  expect([taken.status, taken.headers.get("ratelimit")]).toEqual([
    202,
    expect.stringMatching(/^"reportsPerMinute";r=0;/),
  ]);
  await vi.waitFor(async () => expect((await ask("/v1/locations", key, locations[0])).status).toBe(429));
  // The other function reads what the first one has written by then.
  const owntracks = { _type: "location", tid: "ab", tst: Math.floor(Date.now() / 1_000), lat: 35, lon: 139 };
  const refused = await ask("/v1/locations/owntracks", key, owntracks);
  expect([refused.status, Number(refused.headers.get("retry-after")) > 0]).toEqual([503, true]);
}, 90_000);

it("refuses reports above a limit of the day once store has counted them", async () => {
  const key = await add("daily", ["ingest"], { reportsPerDay: 1 });
  expect((await ask("/v1/locations", key, report("daily", 60))).status).toBe(202);
  expect(await app.invoke("Store")).toMatchObject({ functionError: undefined });
  // A function that has not read the use before: a reading is used for half a minute.
  const refused = await ask("/v1/locations/osmand?id=daily&lat=35&lon=139", key);
  expect(refused.status).toBe(503);
  expect(problemSchema.parse(await refused.json()).error.message).toMatch(
    /^reportsPerDay is 1 .* 1 are used/,
  );
});

it("refuses downloads above a limit, and gives such a client links that are counted", async () => {
  // A date between two ages at which a whole CSV is made, so that late rows become a supplement.
  const earlier = (second: number) => {
    const { timestamp, ...rest } = report("read", second);
    return { ...rest, timestamp: new Date(Date.parse(timestamp) - 3 * 86_400_000).toISOString() };
  };
  const date = tokyoDate(Date.parse(earlier(0).timestamp));
  await app.post({ locations: Array.from({ length: 200 }, (_, second) => earlier(second)) });
  const execution = await app.runBatch();
  expect(execution.status, execution.cause).toBe("SUCCEEDED");
  await app.post(earlier(200));
  const second = await app.runBatch();
  expect(second.status, second.cause).toBe("SUCCEEDED");
  const free = await add("free", ["exports:read"], { requestsPerMinute: 1_000 });
  const shown = async (key: string) =>
    exportSchema.parse(await (await ask(`/v1/exports/${date}`, key)).json());
  const signed = await shown(free);
  expect(signed.files[0]?.url).toContain("X-Amz-Signature");
  expect([signed.parquet.length, signed.supplements.map(({ parquet }) => parquet?.rows)]).toEqual([1, [1]]);
  const key = await add("reader", ["exports:read"], {
    rowsPerDay: signed.rows + 2,
    bytesPerMonth: 1_000_000,
  });
  const [file] = (await shown(key)).files;
  const { pathname, search } = new URL(file?.url ?? "");
  expect(`${pathname}${search}`).toBe(`/v1/exports/${date}/csv?version=1&file=1`);
  const counted = await ask(pathname + search, key);
  expect([counted.status, (await fetch(counted.headers.get("location") ?? "")).status]).toEqual([302, 200]);
  expect(counted.headers.get("ratelimit")).toMatch(
    new RegExp(`^"rowsPerDay";r=2;t=\\d+, "bytesPerMonth";r=${1_000_000 - signed.bytes};`),
  );
  expect(await limitsOf(key)).toMatchObject([
    { name: "rowsPerDay", used: signed.rows },
    { name: "bytesPerMonth", used: signed.bytes },
  ]);
  const [supplement] = (await shown(key)).supplements;
  const late = new URL(supplement?.file.url ?? "");
  expect(`${late.pathname}${late.search}`).toBe(`/v1/exports/${date}/csv?version=1&supplement=1`);
  const countedLate = await ask(late.pathname + late.search, key);
  expect([countedLate.status, countedLate.headers.get("ratelimit")]).toEqual([
    302,
    expect.stringMatching(/^"rowsPerDay";r=1;/),
  ]);
  const beyond = await ask(pathname + search, key);
  expect([beyond.status, beyond.headers.get("ratelimit")]).toEqual([
    302,
    expect.stringMatching(/^"rowsPerDay";r=0;/),
  ]);
  const refused = await ask(pathname + search, key);
  expect(problemSchema.parse(await refused.json()).error.message).toMatch(/^rowsPerDay is /);
  for (const route of [
    `/v1/exports/${date}`,
    `/v1/exports?from=${date}&to=${date}`,
    `/v1/exports?from=${date}&to=${date}&versions=all`,
    `/v1/exports/${date}/changes`,
    `/v1/exports/${date}/changes?since=1`,
  ]) {
    const answer = await ask(route, key);
    const body = await answer.text();
    expect({ route, status: answer.status }).toEqual({ route, status: 200 });
    expect(body).toContain("supplement=1");
    // No link of Parquet would be counted.
    expect({ route, uncounted: body.includes("X-Amz-") }).toEqual({ route, uncounted: false });
  }
}, 120_000);

function ashiato(...words: string[]): Promise<Outcome> {
  return runScript("ashiato.ts", [...words, "--directory", app.directory], app.directory);
}

it("adds a client by command, changes its rights, gives a phone a key of it, and revokes it", async () => {
  const added = await ashiato(
    "clients",
    "add",
    "acme",
    "--name",
    "Acme",
    "--rights",
    "ingest,exports:read",
    "--days",
    "7",
  );
  expect(added).toMatchObject({ code: 0, err: "" });
  const key = added.out.trimEnd().split("\n").at(-1) ?? "";
  expect((await ask("/v1/exports", key)).status).toBe(200);
  expect((await ashiato("clients", "list")).out).toMatch(
    /acme +Acme +ingest,exports:read +7 days back +active +1/,
  );
  expect(
    await ashiato("clients", "change", "acme", "--rights", "ingest", "--mail", "a@acme.example"),
  ).toMatchObject({
    code: 0,
    out: expect.stringMatching(/mail +a@acme.example\n *rights +ingest\n/) as string,
  });
  const own = await ashiato("clients", "change", "acme", "--rows", "own", "--json");
  expect(JSON.parse(own.out)).toMatchObject({ exportRows: "own" });
  expect(await ashiato("clients", "change", "acme", "--rows", "mine")).toMatchObject({
    code: 2,
    err: expect.stringContaining('--rows takes all or own, got "mine"') as string,
  });
  const enroll = ["enroll", "overland", "--client", "acme", "--device", "van-7"];
  expect(await ashiato(...enroll)).toMatchObject({
    code: 2,
    err: expect.stringContaining("A phone cannot reach http://127.0.0.1") as string,
  });
  const reachable = [...enroll, "--url", "https://ashiato.example.org"];
  const enrolled = await ashiato(...reachable, "--json");
  expect(JSON.parse(enrolled.out)).toMatchObject({ link: expect.stringContaining("ash_acme_") as string });
  expect(enrolled.out).not.toContain(key);
  // A used key is shown as used, whatever was asked.
  const rotated = await ashiato("clients", "rotate", "acme");
  expect(rotated.out).toMatch(
    /^[0-9a-f]{12} +\d{4}-\S+ \S+ +\d{4}-\S+ \S+ +\d{4}-\S+ \S+$[^]+^[0-9a-f]{12} +phone van-7 /m,
  );
  expect(rotated.out).toMatch(
    /2 other keys of acme end at \d{4}-\S+ \S+: [0-9a-f]{12}, [0-9a-f]{12} \(phone van-7\)/,
  );
  const shown = await ashiato("clients", "show", "acme", "--json");
  expect(JSON.parse(shown.out)).toMatchObject({ keys: [{}, { label: "phone van-7" }, {}] });
  expect(await ashiato("clients", "revoke", "acme")).toMatchObject({ code: 0 });
  for (const words of [reachable, ["clients", "rotate", "acme"]]) {
    expect(await ashiato(...words)).toMatchObject({
      code: 1,
      out: "",
      err: expect.stringContaining("acme is revoked: ") as string,
    });
  }
  const used = JSON.parse((await ashiato("clients", "usage", "--json")).out) as {
    usage: { client: string }[];
  };
  expect(used.usage.map(({ client }) => client)).toEqual(expect.arrayContaining(["stage", "acme"]));
  expect((await ashiato("clients", "usage", "--csv")).out).toMatch(
    /^client,date,reports,uploads,downloads,rows,bytes\n/,
  );
  const ofOne = JSON.parse((await ashiato("clients", "usage", "acme", "--json")).out) as typeof used;
  expect(ofOne.usage.map(({ client }) => client)).toEqual(["acme"]);
  const audit = await ashiato("clients", "audit", "--json");
  const { entries } = JSON.parse(audit.out) as { entries: { client: string; action: string }[] };
  const actions = entries.filter(({ client }) => client === "acme").map(({ action }) => action);
  expect(actions).toEqual(["changed", "key added", "key added", "changed", "changed", "added"]);
  expect(await ashiato("clients", "add", "Acme", "--name", "x")).toMatchObject({
    code: 1,
    err: expect.stringContaining("must be lower-case letters") as string,
  });
  expect(await ashiato("clients", "add", "other")).toMatchObject({
    code: 2,
    err: expect.stringContaining("--name is missing") as string,
  });
});

it("sets and takes limits by command, and shows them beside the use of a month", async () => {
  await add("limited", [], { rowsPerDay: 7 });
  const limited = await ashiato(
    "clients",
    "limit",
    "limited",
    "--limits",
    "requestsPerMinute=60,rowsPerDay=none",
  );
  expect(limited).toMatchObject({
    code: 0,
    err: "",
    out: expect.stringMatching(/limits +requestsPerMinute 60\n/),
  });
  expect((await ashiato("clients", "usage")).out).toMatch(
    /^limited +0 +0 +0 +0 +0 +requestsPerMinute 0\/60$/m,
  );
  const csv = await ashiato("clients", "usage", "--csv");
  expect(csv.out).toMatch(
    /^client,date,reports,uploads,downloads,rows,bytes\n(?:[a-z0-9-]+,\d{4}-\d\d-\d\d,\d+,\d+,\d+,\d+,\d+\n)+$/,
  );
  expect(await ashiato("clients", "limit", "limited", "--limits", "rows=1")).toMatchObject({
    code: 2,
    err: expect.stringContaining("--limits takes requestsPerMinute, reportsPerMinute"),
  });
}, 60_000);

it("gives a phone no key of a client that may not send", async () => {
  await add("viewer", ["exports:read"], {});
  const enroll = ["enroll", "overland", "--client", "viewer", "--device", "van-7"];
  expect(await ashiato(...enroll, "--url", "https://ashiato.example.org")).toMatchObject({
    code: 1,
    out: "",
    err: expect.stringContaining(
      "viewer has no right ingest: give it by clients change viewer --rights exports:read,ingest",
    ) as string,
  });
  const shown = JSON.parse((await ashiato("clients", "show", "viewer", "--json")).out) as { keys: object[] };
  expect(shown.keys).toHaveLength(1);
});

it("replaces a feed only where that is asked for, and shows what it filters by", async () => {
  await add("fed", [], {});
  const feed = ["clients", "feed", "add", "fed", "east", "--devices", "van-7,van-8"];
  const added = await ashiato(...feed, "--box=-74,40.5,-73,41");
  expect(added).toMatchObject({ code: 0, err: "" });
  expect(added.out).toMatch(/devices +van-7,van-8\n *box +-74,40.5,-73,41\n/);
  expect(await ashiato("clients", "feed", "add", "fed", "east")).toMatchObject({
    code: 1,
    out: "",
    err: expect.stringMatching(
      /fed has a feed east: CSV, \d+ columns, rows: 2 devices in a Box, to east\/\. --replace/,
    ) as string,
  });
  expect((await ashiato("clients", "feed", "show", "fed", "east")).out).toContain("van-7,van-8");
  const replaced = await ashiato("clients", "feed", "add", "fed", "east", "--replace");
  expect(replaced).toMatchObject({ code: 0, out: expect.not.stringContaining("van-7") as string });
});
