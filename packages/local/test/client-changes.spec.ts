// What administrators change of clients, and what is refused to them.
import { auditTrailSchema, clientWithKeySchema, shownClientSchema } from "@ashiato/core/api/client-schemas";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { clientsOf } from "./support/clients-of.ts";
import { RunningStage } from "./support/running-stage.ts";

let app: RunningStage;
const { ask, administer, add } = clientsOf(() => app);

beforeAll(async () => {
  app = await RunningStage.start();
});

afterAll(() => app.stop());

it("gives a client that may read its own rows alone no feed of all rows", async () => {
  await add("own-feed", ["exports:read"], { exportRows: "own" });
  const put = (body: object) =>
    ask("/v1/clients/own-feed/feeds/all", { token: app.stage.tokens.download, method: "PUT", body });
  const refused = await put({ columns: ["device_id"] });
  expect([refused.status, await refused.text()]).toEqual([
    400,
    expect.stringContaining("filter must name devices or sources, got {}"),
  ]);
  expect((await put({ filter: { sources: ["own-feed"] } })).status).toBe(200);
  await add("all-feed", ["exports:read"]);
  await administer("/v1/clients/all-feed/feeds/all", "PUT", {});
  const change = { token: app.stage.tokens.download, method: "PATCH", body: { exportRows: "own" } };
  const changed = await ask("/v1/clients/all-feed", change);
  expect([changed.status, await changed.text()]).toEqual([
    409,
    expect.stringContaining("name its devices or sources first"),
  ]);
});

it("ends one key of several, and tells of it page by page", async () => {
  const lost = await add("phones", ["ingest"]);
  const kept = clientWithKeySchema.parse(
    await administer("/v1/clients/phones/keys", "POST", { label: "phone van-2" }),
  );
  const [{ id } = { id: "" }] = kept.keys;
  const left = shownClientSchema.parse(await administer(`/v1/clients/phones/keys/${id}`, "DELETE"));
  expect(left.keys.map(({ label }) => label)).toEqual(["phone van-2"]);
  await vi.waitFor(async () => expect((await ask("/v1/stage", { token: lost })).status).toBe(403), {
    interval: 1_000,
  });
  expect((await ask("/v1/stage", { token: kept.key })).status).toBe(200);
  const actions: string[] = [];
  let path: string | undefined = "/v1/audit?client=phones&limit=1";
  while (path !== undefined) {
    const trail = auditTrailSchema.parse(await administer(path));
    actions.push(...trail.entries.map(({ action }) => action));
    path = trail.next?.slice(app.stage.endpoints.api.length);
  }
  expect(actions).toEqual(["key ended", "key added", "added"]);
}, 90_000);

it("refuses what would help its sender nothing, and says why", async () => {
  await add("refusing", ["exports:read"]);
  const refusal = async (path: string, method: string, body?: unknown): Promise<[number, string]> => {
    const answer = await ask(path, { token: app.stage.tokens.download, method, body });
    return [answer.status, Object(await answer.json()).error.message];
  };
  // An empty body is no feed of all the defaults.
  expect(await refusal("/v1/clients/refusing/feeds/all", "PUT", "")).toEqual([400, "The body is empty"]);
  expect(await refusal("/v1/clients/refusing/feeds/all", "PUT", { every: "day" })).toEqual([
    400,
    'The body is not valid: it has no member "every"',
  ]);
  const long = "a".repeat(2_000);
  expect(await refusal(`/v1/clients/${long}`, "GET")).toEqual([
    404,
    expect.stringMatching(/^There is no client "a+/),
  ]);
  expect(await refusal("/v1/clients/refusing", "PATCH", {})).toEqual([
    400,
    "The body is not valid: it must have a member that changes something, got {}",
  ]);
  // What a terminal would obey.
  for (const label of ["a\u001b[31mb", "a\nb", "\u202egnp", " "]) {
    expect(await refusal("/v1/clients/refusing/keys", "POST", { label })).toEqual([
      400,
      `The body is not valid: label must be one line of text without control characters, got ${JSON.stringify(label)}`,
    ]);
  }
  expect(await refusal("/v1/clients/refusing", "PATCH", { rights: ["ingest", "ingest"] })).toEqual([
    400,
    'The body is not valid: rights must name each right once, got ["ingest","ingest"]',
  ]);
  expect(await refusal("/v1/runs", "POST", { feed: { client: "refusing", feed: "none" } })).toEqual([
    404,
    'The client "refusing" has no feed "none"',
  ]);
  await administer("/v1/clients/refusing", "PATCH", { status: "revoked" });
  expect(await refusal("/v1/clients/refusing/keys", "POST", {})).toEqual([
    409,
    'The client "refusing" is revoked: a new key would be refused as all its keys are',
  ]);
});
