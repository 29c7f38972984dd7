// Who may do what, and from whom a row came.
import { gunzipSync } from "node:zlib";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { csvHeader } from "@ashiato/core/columns";
import { routes } from "@ashiato/core/api/routes";
import {
  clientWithKeySchema,
  type ShownClient,
  shownClientSchema,
  usageSchema,
} from "@ashiato/core/api/client-schemas";
import { type Right, rights } from "@ashiato/core/clients/rights";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type Outcome, runScript } from "./support/run-script.ts";
import { report, RunningStage, yesterdayInTokyo } from "./support/running-stage.ts";

let app: RunningStage;

beforeAll(async () => {
  app = await RunningStage.start();
});

afterAll(() => app.stop());

type Sent = { token: string | undefined; method?: string; body?: unknown };

async function ask(path: string, { token, method = "GET", body }: Sent): Promise<Response> {
  return fetch(app.stage.endpoints.api + path, {
    method,
    redirect: "manual",
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
}

/** As an administrator, who needs no more than the stage's own download token. */
async function administer(path: string, method = "GET", body?: unknown): Promise<unknown> {
  const answer = await ask(path, { token: app.stage.tokens.download, method, body });
  const answered: unknown = await answer.json();
  expect(answer.ok, JSON.stringify(answered)).toBe(true);
  return answered;
}

async function add(id: string, given: readonly Right[], more: object = {}): Promise<string> {
  const client = { id, name: `Client ${id}`, rights: given, ...more };
  return clientWithKeySchema.parse(await administer("/v1/clients", "POST", client)).key;
}

async function show(id: string): Promise<ShownClient> {
  return shownClientSchema.parse(await administer(`/v1/clients/${id}`));
}

it("gives each right the routes that ask for it, and no other", async () => {
  const keys = new Map<Right | "none", string>([["none", await add("right-none", [])]]);
  for (const right of rights) {
    keys.set(right, await add(`right-${right.replace(":", "-")}`, [right]));
  }
  const expected: string[] = [];
  const answered: string[] = [];
  for (const [routeKey, required] of Object.entries(routes)) {
    const [verb = "", template = ""] = routeKey.split(" ");
    const method = verb === "ANY" ? "PUT" : verb;
    const path = template.replaceAll(/\{\w+\+?\}/g, "x");
    for (const [right, token] of keys) {
      // A body that no route takes: whoever gets to the function changes nothing by it.
      const body = ["POST", "PATCH", "PUT"].includes(method) ? "x" : undefined;
      const { status } = await ask(path, { token, method, body });
      const isRefused = !["public", "any", right].includes(required);
      expected.push(`${routeKey} by ${right}: ${isRefused ? "refused" : "let through"}`);
      answered.push(`${routeKey} by ${right}: ${status === 403 ? "refused" : "let through"}`);
    }
  }
  expect(answered).toEqual(expected);
});

it("refuses a key that is altered, in the URL of another route, or of no client", async () => {
  const key = await add("altered", ["ingest", "exports:read"]);
  const statusOf = async (token: string) => (await ask("/v1/exports", { token })).status;
  expect(await statusOf(key)).toBe(200);
  const [, , secret = ""] = key.split("_");
  const altered = key.split("").map((character, index) => {
    return key.slice(0, index) + (character === "a" ? "b" : "a") + key.slice(index + 1);
  });
  for (const wrong of [
    ...altered,
    key.slice(0, -1),
    `${key}0`,
    key.replace("altered", "right-none"),
    `ash_altered_${secret.split("").toReversed().join("")}`,
    secret,
    "",
  ]) {
    expect([401, 403], wrong).toContain(await statusOf(wrong));
  }
  expect((await ask(`/v1/exports?access_token=${key}`, { token: undefined })).status).toBe(401);
  expect((await ask(`/v1/locations/osmand?access_token=${key}&id=a`, { token: undefined })).status).toBe(200);
});

it("shows a client nothing of another, nor of what administrators see", async () => {
  const token = await add("outsider", ["ingest", "exports:read", "runs:start"]);
  await add("insider", []);
  for (const path of ["/v1/clients", "/v1/clients/insider", "/v1/clients/insider/usage", "/v1/audit"]) {
    expect((await ask(path, { token })).status, path).toBe(403);
  }
  expect((await ask("/v1/clients/outsider/keys", { token, method: "POST", body: {} })).status).toBe(403);
  const own = await (await ask("/v1/usage", { token })).text();
  expect(JSON.parse(own)).toMatchObject({ client: "outsider" });
  expect(own).not.toContain("insider");
});

it("lets a client read the exports of its days, and of no earlier date", async () => {
  const token = await add("recent", ["exports:read"], { exportDays: 3 });
  const days = (count: number) =>
    new Date(Date.now() + 9 * 3_600_000 - count * 86_400_000).toISOString().slice(0, 10);
  const list = await ask("/v1/exports", { token });
  expect({ status: list.status, body: await list.json() }).toMatchObject({
    status: 200,
    body: { from: days(3) },
  });
  expect((await ask(`/v1/exports?from=${days(4)}`, { token })).status).toBe(400);
  const earlier = await ask(`/v1/exports/${days(4)}/csv`, { token });
  expect({ status: earlier.status, body: await earlier.json() }).toMatchObject({
    status: 404,
    body: { error: { message: `This key reads exports from ${days(3)} on, not that of ${days(4)}` } },
  });
});

it("keeps the rows of clients apart, whatever devices and ids they name", async () => {
  const [one, other] = [await add("one", ["ingest"]), await add("other", ["ingest"])];
  const reportId = "0b5e3f0e-6b1c-4b52-9d5b-0e3c2a7d9f10";
  const post = async (token: string, latitude: number) => {
    const sent = { ...report("shared", 60, { latitude }), reportId };
    expect((await ask("/v1/locations", { token, method: "POST", body: sent })).status).toBe(202);
  };
  await post(other, 35);
  await post(one, 36);
  await post(app.stage.tokens.ingest, 37);
  // Sent again it is one report, and with other contents a conflict of its own source alone.
  await post(one, 36);
  await post(other, 38);
  expect(await app.invoke("Store")).toMatchObject({ functionError: undefined });
  const execution = await app.runBatch();
  expect(execution.status, execution.cause).toBe("SUCCEEDED");
  const lines = await app.exportedLines(yesterdayInTokyo());
  const rows: Record<string, string>[] = parse([csvHeader, ...lines].join("\n"), { columns: true });
  expect(rows.map(({ source, latitude, quality }) => ({ source, latitude, quality }))).toEqual(
    expect.arrayContaining([
      { source: "", latitude: "37.0000000", quality: "ok" },
      { source: "one", latitude: "36.0000000", quality: "ok" },
      { source: "other", latitude: "35.0000000", quality: "ok" },
    ]),
  );
  expect(rows).toHaveLength(3);
  const [document] = await app.exportDocuments(yesterdayInTokyo());
  expect(document).toMatchObject({ rows: 3, conflicts: 1 });

  const usedBy = async (id: string) => usageSchema.parse(await administer(`/v1/clients/${id}/usage`)).total;
  expect(await usedBy("one")).toMatchObject({ reports: 1, downloads: 0 });
  expect(await usedBy("other")).toMatchObject({ reports: 2, downloads: 0 });
});

it("counts what each client downloads, and shows it to the client itself", async () => {
  const date = yesterdayInTokyo();
  const key = await add("reader", ["exports:read"]);
  for (const token of [key, key, app.stage.tokens.download]) {
    expect((await ask(`/v1/exports/${date}/csv`, { token })).status).toBe(302);
  }
  const [{ rows, bytes } = { rows: 0, bytes: 0 }] = await app.exportDocuments(date);
  const used = { reports: 0, downloads: 2, rows: 2 * rows, bytes: 2 * bytes };
  const own = usageSchema.parse(await (await ask("/v1/usage", { token: key })).json());
  expect(own).toMatchObject({ client: "reader", total: used, days: [used] });
  const stage = usageSchema.parse(await administer("/v1/clients/stage/usage"));
  expect(stage.total).toMatchObject({ downloads: 1, rows, bytes });
  expect(stage.total.reports).toBeGreaterThan(0);
});

it("says of a phone's rejected report whose key it came with", async () => {
  const token = await add("phones", ["ingest"]);
  const body = {
    locations: [{ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [1, 1] } }],
  };
  expect((await ask("/v1/locations/overland", { token, method: "POST", body })).status).toBe(200);
  await app.invoke("Store");
  const keys = await app.keys("lakeBucket", "rejected/reports/");
  const lines = await Promise.all(
    keys.map(async (Key) => {
      const { Body } = await app.s3.send(new GetObjectCommand({ Bucket: app.output("lakeBucket"), Key }));
      return gunzipSync((await Body?.transformToByteArray()) ?? "").toString();
    }),
  );
  expect(lines.join("\n")).toContain('"source":"phones"');
});

it("rotates a key without a gap, and refuses the old one and a revoked client within a minute", async () => {
  const first = await add("rotated", ["ingest"]);
  const gone = await add("gone", ["ingest"]);
  const statusOf = async (token: string) => (await ask("/v1/stage", { token })).status;
  expect([await statusOf(first), await statusOf(gone)]).toEqual([200, 200]);
  const rotate = async (body: object) =>
    clientWithKeySchema.parse(await administer("/v1/clients/rotated/keys", "POST", body)).key;
  const second = await rotate({});
  expect(await statusOf(first)).toBe(200);
  await rotate({ othersExpireInSeconds: 3_600 });
  expect((await show("rotated")).keys.map(({ expiresAt }) => typeof expiresAt)).toEqual([
    "string",
    "string",
    "undefined",
  ]);
  const third = await rotate({ othersExpireInSeconds: 0 });
  await administer("/v1/clients/gone", "PATCH", { status: "revoked" });
  await vi.waitFor(
    async () =>
      expect([
        await statusOf(first),
        await statusOf(second),
        await statusOf(gone),
        await statusOf(third),
      ]).toEqual([403, 403, 403, 200]),
    { timeout: 60_000, interval: 1_000 },
  );
  const { keys } = await show("rotated");
  expect(keys).toMatchObject([{ lastUsedAt: expect.any(String) }]);
}, 90_000);

it("changes a client once of two changes at the same moment, and counts its keys", async () => {
  await add("busy", ["ingest"]);
  const change = (name: string) =>
    ask("/v1/clients/busy", { token: app.stage.tokens.download, method: "PATCH", body: { name } });
  const statuses = await Promise.all(["a", "b", "c", "d"].map(async (name) => (await change(name)).status));
  expect(statuses).toContain(200);
  const { entries } = Object(await administer("/v1/audit?limit=50"));
  const changes = entries.filter(
    ({ client, action }: Record<string, string>) => client === "busy" && action === "changed",
  );
  expect(changes).toHaveLength(statuses.filter((status) => status === 200).length);
  expect(statuses.filter((status) => status !== 200).every((status) => status === 409)).toBe(true);
});

it("tells in the audit trail who did what, and no key's secret", async () => {
  const administrator = await add("administrator", ["clients:admin"]);
  const body = { id: "made", name: "Made by another", rights: [] };
  const made = await ask("/v1/clients", { token: administrator, method: "POST", body });
  expect(made.status).toBe(201);
  const { key } = clientWithKeySchema.parse(await made.json());
  const trail = JSON.stringify(await administer("/v1/audit"));
  expect(JSON.parse(trail)).toMatchObject({
    entries: expect.arrayContaining([
      expect.objectContaining({ by: "administrator", action: "added", client: "made" }),
      expect.objectContaining({ by: "stage", action: "added", client: "administrator" }),
    ]),
  });
  expect(trail).not.toContain(key.split("_")[2]);
  expect(JSON.stringify(await administer("/v1/clients"))).not.toMatch(/"hash"|[0-9a-f]{64}/);
});

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
  expect((await ask("/v1/exports", { token: key })).status).toBe(200);
  expect((await ashiato("clients", "list")).out).toMatch(
    /acme +Acme +ingest,exports:read +7 days back +active +1/,
  );
  expect(
    await ashiato("clients", "change", "acme", "--rights", "ingest", "--mail", "a@acme.example"),
  ).toMatchObject({
    code: 0,
    out: expect.stringMatching(/mail +a@acme.example\n *rights +ingest\n/) as string,
  });
  const enrolled = await ashiato("enroll", "overland", "--client", "acme", "--device", "van-7", "--json");
  expect(JSON.parse(enrolled.out)).toMatchObject({ link: expect.stringContaining("ash_acme_") as string });
  expect(enrolled.out).not.toContain(key);
  const rotated = await ashiato("clients", "rotate", "acme", "--json");
  expect(JSON.parse(rotated.out)).toMatchObject({ keys: [{}, {}, {}] });
  expect(await ashiato("clients", "revoke", "acme")).toMatchObject({ code: 0 });
  const used = JSON.parse((await ashiato("clients", "usage", "--json")).out) as {
    usage: { client: string }[];
  };
  expect(used.usage.map(({ client }) => client)).toEqual(expect.arrayContaining(["stage", "acme"]));
  expect((await ashiato("clients", "usage", "--csv")).out).toMatch(
    /^client,date,reports,downloads,rows,bytes\n/,
  );
  const audit = await ashiato("clients", "audit", "--json");
  const { entries } = JSON.parse(audit.out) as { entries: { client: string; action: string }[] };
  const actions = entries.filter(({ client }) => client === "acme").map(({ action }) => action);
  expect(actions).toEqual(["changed", "key added", "key added", "changed", "added"]);
  expect(await ashiato("clients", "add", "Acme", "--name", "x")).toMatchObject({
    code: 1,
    err: expect.stringContaining("must be lower-case letters") as string,
  });
  expect(await ashiato("clients", "add", "other")).toMatchObject({
    code: 2,
    err: expect.stringContaining("--name is missing") as string,
  });
});
