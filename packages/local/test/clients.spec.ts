// Who may do what, and from whom a row came.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { DescribeLogGroupsCommand, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { csvHeader } from "@ashiato/core/columns";
import { routes } from "@ashiato/core/api/routes";
import { clientWithKeySchema, usageSchema } from "@ashiato/core/api/client-schemas";
import { clientKey } from "@ashiato/core/clients/client-key";
import { type Right, rights } from "@ashiato/core/clients/rights";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from "vitest";
import { root } from "./support/evaluated.ts";
import { clientsOf } from "./support/clients-of.ts";
import { keyAlterations, secretOf } from "./support/altered-keys.ts";
import { report, RunningStage, yesterdayInTokyo } from "./support/running-stage.ts";

/** How many altered keys are tried: for a long hunt, ASHIATO_ALTERED_KEYS=100000. */
const alteredKeys = Number(process.env["ASHIATO_ALTERED_KEYS"] ?? 1_000);

let app: RunningStage;
const { ask, administer, add, show } = clientsOf(() => app);

beforeAll(async () => {
  app = await RunningStage.start();
});

afterAll(() => app.stop());

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
  const key = await add("in-url", ["ingest", "exports:read"]);
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
    key.replace("in-url", "right-none"),
    `ash_in-url_${secret.split("").toReversed().join("")}`,
    secret,
    "",
  ]) {
    expect([401, 403], wrong).toContain(await statusOf(wrong));
  }
  expect((await ask(`/v1/exports?access_token=${key}`, { token: undefined })).status).toBe(401);
  expect((await ask(`/v1/locations/osmand?access_token=${key}&id=a`, { token: undefined })).status).toBe(200);
});

it("gives keys that the documentation's pattern finds in any text", async () => {
  const page = await readFile(join(root, "docs/clients.md"), "utf8");
  const [pattern = "none"] = /^ash_\[.+$/m.exec(page) ?? [];
  const key = await add("scanned-2", []);
  expect(new RegExp(pattern).exec(`KEY="${key}"`)?.[0]).toBe(key);
});

it("lets no key pass that is altered in any way", async () => {
  const key = await add("altered", ["exports:read"]);
  const alterations = keyAlterations("right-ingest");
  expect(clientKey("altered", secretOf(key))).toBe(key);
  const statusOf = async (token: string) => (await ask("/v1/exports", { token })).status;
  expect(await statusOf(key)).toBe(200);
  const answered = new Map<string, number>();
  const ways = Object.entries(alterations);
  const send = async (number: number): Promise<void> => {
    const [way, alter] = ways[number % ways.length] ?? ["", String];
    const token = alter(key);
    if (token === key) {
      return;
    }
    const status = await statusOf(token);
    expect([401, 403], `${way}: ${token}`).toContain(status);
    answered.set(way, (answered.get(way) ?? 0) + 1);
  };
  for (let number = 0; number < alteredKeys; number += 4) {
    await Promise.all(Array.from({ length: 4 }, (_, index) => send(number + index)));
  }
  expect([...answered.keys()].toSorted()).toEqual(Object.keys(alterations).toSorted());
  expect(await statusOf(key)).toBe(200);
}, 3_600_000);

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

/** Returns the lines of gzip objects of the lake. */
async function unpackedLines(keys: readonly string[]): Promise<string[]> {
  const texts = await Promise.all(
    keys.map(async (Key) => {
      const { Body } = await app.s3.send(new GetObjectCommand({ Bucket: app.output("lakeBucket"), Key }));
      return gunzipSync((await Body?.transformToByteArray()) ?? "").toString();
    }),
  );
  return texts.flatMap((text) => text.trimEnd().split("\n"));
}

it("refuses exports to a client that may read its own rows alone, and says how they come", async () => {
  const token = await add("own-rows", ["exports:read"], { exportRows: "own" });
  const paths = Object.entries(routes).flatMap(([routeKey, required]) =>
    required === "exports:read" ? [routeKey.replace("GET ", "").replace("{date}", yesterdayInTokyo())] : [],
  );
  for (const path of paths) {
    const answer = await ask(path, { token });
    expect({ path, status: answer.status, body: await answer.json() }).toMatchObject({
      path,
      status: 403,
      body: { error: { code: "OwnRowsOnly", message: expect.stringContaining("by a feed") } },
    });
  }
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
  const used = { reports: 0, uploads: 0, downloads: 2, rows: 2 * rows, bytes: 2 * bytes };
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
  expect((await unpackedLines(keys)).join("\n")).toContain('"source":"phones"');
});

it("names the client in the API's access log, and in what functions log and count of it", async () => {
  const token = await add("logged", ["ingest", "exports:read"]);
  const wrong = { ...report("logged", 60), latitude: 91 };
  expect((await ask("/v1/locations", { token, method: "POST", body: wrong })).status).toBe(400);
  expect((await ask("/v1/locations", { token, method: "POST", body: report("logged", 60) })).status).toBe(
    202,
  );
  expect((await ask("/v1/exports/2001-01-01", { token })).status).toBe(404);
  expect((await ask("/v1/exports/2001-01-01", { token: app.stage.tokens.download })).status).toBe(404);
  await app.invoke("Store");
  const entries = async (group: string): Promise<Record<string, unknown>[]> => {
    const { events = [] } = await app.logs.send(new FilterLogEventsCommand({ logGroupName: group }));
    return events.flatMap(({ message = "" }) => (message.startsWith("{") ? [JSON.parse(message)] : []));
  };
  const groupOf = (component: string) =>
    app.stage.plan.services.lambda.functions.find((each) => each.component === component)?.logGroup ?? "";
  await vi.waitFor(async () => {
    expect(await entries(groupOf("Receive"))).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ message: "reports rejected", client: "logged" }),
        expect.objectContaining({ rejected: 1, client: "logged" }),
      ]),
    );
    expect(await entries(groupOf("Exports"))).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ message: "request refused", client: "logged" }),
        expect.objectContaining({ message: "request refused", client: "stage" }),
      ]),
    );
    expect(await entries(groupOf("Store"))).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ message: "store", clients: expect.objectContaining({ logged: 1 }) }),
      ]),
    );
    const prefix = new DescribeLogGroupsCommand({ logGroupNamePrefix: "/aws/vendedlogs/apis/" });
    const [access] = (await app.logs.send(prefix)).logGroups ?? [];
    expect(await entries(access?.logGroupName ?? "")).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ routeKey: '"POST /v1/locations"', client: "logged" }),
        expect.objectContaining({ routeKey: '"GET /v1/exports/{date}"', client: "-" }),
      ]),
    );
  });
});

it("rotates a key without a gap, and refuses the old one and a revoked client within a minute", async () => {
  const first = await add("rotated", ["ingest"]);
  const gone = await add("gone", ["ingest"]);
  const statusOf = async (token: string) => (await ask("/v1/stage", { token })).status;
  expect([await statusOf(first), await statusOf(gone)]).toEqual([200, 200]);
  const rotate = async (body: object) =>
    clientWithKeySchema.parse(await administer("/v1/clients/rotated/keys", "POST", body)).key;
  // Whoever rotates a key sends without a pause, and uses each new key as soon as it is there.
  let used = first;
  const rotated = new AbortController();
  const answered: number[] = [];
  const sending = (async () => {
    while (!rotated.signal.aborted) {
      answered.push(await statusOf(used));
    }
  })();
  onTestFinished(async () => {
    rotated.abort();
    await sending;
  });
  const second = await rotate({});
  used = second;
  expect(await statusOf(first)).toBe(200);
  used = await rotate({ othersExpireInSeconds: 3_600 });
  expect(await statusOf(used)).toBe(200);
  rotated.abort();
  await sending;
  expect(answered.length).toBeGreaterThan(3);
  expect(new Set(answered)).toEqual(new Set([200]));
  expect((await show("rotated")).keys.map(({ expiresAt }) => typeof expiresAt)).toEqual([
    "string",
    "string",
    "undefined",
  ]);
  const third = await rotate({ othersExpireInSeconds: 0 });
  expect(await statusOf(third)).toBe(200);
  await administer("/v1/clients/gone", "PATCH", { status: "revoked" });
  await vi.waitFor(
    async () =>
      expect([
        await statusOf(first),
        await statusOf(second),
        await statusOf(gone),
        await statusOf(third),
      ]).toEqual([403, 403, 403, 200]),
    { interval: 1_000 },
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
