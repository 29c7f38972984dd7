import { exportSchema, exportListSchema, problemSchema } from "@ashiato/core/api/schemas";
import { exportDocumentKey, unloadPrefix } from "@ashiato/core/export-keys";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startStage } from "./stage.ts";

const stage = await startStage();
const { handler: exports } = await import("../src/exports.ts");

const now = Date.parse("2026-11-22T03:00:00.000Z");

beforeAll(async () => {
  await publish({ date: "2026-11-20", version: 1, run: "run-b" });
  // A later run may have a name that sorts before an earlier one's.
  await publish({ date: "2026-11-20", version: 2, run: "run-a" });
  await publish({ date: "2026-11-21", version: 1, run: "run-b", files: 2 });
  await publish({ date: "2026-01-01", version: 1, run: "run-old" });
});

afterAll(() => stage.stop());

type Published = { date: string; version: number; run: string; files?: number };

async function publish({ date, version, run, files = 1 }: Published): Promise<void> {
  const name = { date, run, version };
  const keys = Array.from(
    { length: files },
    (_, index) => `${unloadPrefix({ ...name, attempt: 0 })}00${index}.csv`,
  );
  for (const key of keys) {
    await stage.write(stage.downloads, key, `${date} ${version} ${key}\n`);
  }
  const file = { rows: 1, bytes: 5, sha256: "0".repeat(64) };
  const document = {
    date,
    timeZone: "Asia/Tokyo",
    version,
    run,
    rows: files,
    bytes: 5 * files,
    checksum: `sha256:${"0".repeat(64)}`,
    schemaVersion: 1,
    createdAt: "2026-11-21T15:20:00.000Z",
    files: keys.map((key) => ({ key, name: key.slice(key.lastIndexOf("/") + 1), ...file })),
  };
  await stage.write(stage.downloads, exportDocumentKey(name), JSON.stringify(document));
}

type Request = { date?: string; query?: Record<string, string> };

async function get(routeKey: string, { date, query }: Request = {}) {
  const event = {
    version: "2.0",
    routeKey: `GET ${routeKey}`,
    rawPath: routeKey,
    rawQueryString: "",
    headers: {},
    requestContext: {
      requestId: "request-1",
      timeEpoch: now,
      domainName: "api.example.com",
    } as APIGatewayProxyEventV2["requestContext"],
    ...(date !== undefined && { pathParameters: { date } }),
    ...(query && { queryStringParameters: query }),
    isBase64Encoded: false,
  };
  const answer = await exports(event);
  return { ...answer, body: JSON.parse(answer.body ?? "null") as unknown };
}

async function listed(query: Record<string, string> = {}): Promise<string[]> {
  const { body } = await get("/v1/exports", { query });
  return exportListSchema
    .parse(body)
    .exports.map(({ date, version, current }) => `${date} ${version} ${current}`);
}

test("the newest export of each date of the last month is listed, with today as the last day", async () => {
  const { statusCode, body, headers } = await get("/v1/exports");
  expect(statusCode).toBe(200);
  expect(headers).toMatchObject({ "cache-control": "no-store" });
  expect(exportListSchema.parse(body)).toMatchObject({ from: "2026-10-23", to: "2026-11-22" });
  expect(await listed()).toEqual(["2026-11-20 2 true", "2026-11-21 1 true"]);
});

test("every version is listed on request, and both ends of a range are included", async () => {
  expect(await listed({ versions: "all", from: "2026-11-20", to: "2026-11-20" })).toEqual([
    "2026-11-20 2 true",
    "2026-11-20 1 false",
  ]);
  expect(await listed({ from: "2026-01-01", to: "2026-11-20" })).toEqual([
    "2026-01-01 1 true",
    "2026-11-20 2 true",
  ]);
  expect(await listed({ from: "2026-11-22", to: "2026-11-22" })).toEqual([]);
});

test("a truncated list says so, and leads to the rest", async () => {
  const { body } = await get("/v1/exports", { query: { from: "2026-01-01", to: "2026-11-20", limit: "1" } });
  const first = exportListSchema.parse(body);
  expect(first).toMatchObject({ exports: [{ date: "2026-01-01" }], olderVersions: 0 });
  const next = new URL(first.next ?? "");
  expect(next.href).toBe(
    "http://api.example.com/v1/exports?from=2026-11-20&to=2026-11-20&versions=newest&limit=1",
  );
  const rest = await get("/v1/exports", { query: Object.fromEntries(next.searchParams) });
  const last = exportListSchema.parse(rest.body);
  expect(last).toMatchObject({ exports: [{ date: "2026-11-20", version: 2 }], olderVersions: 1 });
  expect(last).not.toHaveProperty("next");
});

test.each([
  [{ limit: "0" }, "limit"],
  [{ limit: "367" }, "limit must be at most 366 for versions=newest, got 367"],
  [{ limit: "93", versions: "all" }, "limit must be at most 92 for versions=all, got 93"],
])("a limit that cannot be is refused: %j", async (query, message) => {
  expect(await get("/v1/exports", { query })).toMatchObject({
    statusCode: 400,
    body: { error: { code: "InvalidParameter", message: expect.stringContaining(message) } },
  });
});

test("a link serves the file under a name with date and version, and says when it expires", async () => {
  const before = Date.now();
  const { body } = await get("/v1/exports/{date}", { date: "2026-11-20" });
  const document = exportSchema.parse(body);
  expect(document).toMatchObject({ date: "2026-11-20", version: 2, run: "run-a", current: true });
  const [file] = document.files;
  expect(file?.name).toBe("locations_2026-11-20_v2.csv");
  const lifetime = Date.parse(file?.expiresAt ?? "") - before;
  expect(lifetime).toBeGreaterThan(898_000);
  expect(lifetime).toBeLessThan(905_000);
  const url = new URL(file?.url ?? "");
  expect(url.searchParams.get("X-Amz-Expires")).toBe("900");
  expect(url.searchParams.get("response-content-disposition")).toBe(
    'attachment; filename="locations_2026-11-20_v2.csv"',
  );
  expect(await (await fetch(url)).text()).toContain("2026-11-20 2 ");
});

test("an older version is there under its number, and is not the current one", async () => {
  const { body } = await get("/v1/exports/{date}", { date: "2026-11-20", query: { version: "1" } });
  expect(exportSchema.parse(body)).toMatchObject({ version: 1, run: "run-b", current: false });
});

test("the CSV is a redirection to a signed link", async () => {
  const { statusCode, headers } = await get("/v1/exports/{date}/csv", { date: "2026-11-20" });
  expect(statusCode).toBe(302);
  expect(headers).toMatchObject({ "cache-control": "no-store" });
  expect(await (await fetch(String(headers?.["location"]))).text()).toContain("2026-11-20 2 ");
});

test("of an export of several files, the request names one", async () => {
  const date = "2026-11-21";
  expect(await get("/v1/exports/{date}/csv", { date })).toMatchObject({
    statusCode: 409,
    body: { error: { code: "SeveralFiles" } },
  });
  const { headers } = await get("/v1/exports/{date}/csv", { date, query: { file: "2" } });
  expect(String(headers?.["location"])).toContain("locations_2026-11-21_v1_part2.csv");
  expect(await get("/v1/exports/{date}/csv", { date, query: { file: "3" } })).toMatchObject({
    statusCode: 404,
  });
});

test.each([
  ["/v1/exports/{date}", { date: "2026-11-19" }],
  ["/v1/exports/{date}/csv", { date: "2026-11-19" }],
  ["/v1/exports/{date}", { date: "2026-11-20", query: { version: "3" } }],
] satisfies [string, Request][])("%s of %j is a 404", async (route, request) => {
  const { statusCode, body } = await get(route, request);
  expect(statusCode).toBe(404);
  expect(problemSchema.parse(body).error.code).toBe("NotFound");
});

test.each([
  ["/v1/exports", { query: { from: "yesterday" } }],
  ["/v1/exports", { query: { to: "2026-02-30" } }],
  ["/v1/exports", { query: { from: "2026-11-02", to: "2026-11-01" } }],
  ["/v1/exports", { query: { versions: "some" } }],
  ["/v1/exports", { query: { form: "2026-11-01" } }],
  ["/v1/exports/{date}", { date: "../secret" }],
  ["/v1/exports/{date}", { date: "2026-11-20", query: { version: "0" } }],
  ["/v1/exports/{date}/csv", { date: "2026-11-20", query: { file: "-1" } }],
] satisfies [string, Request][])("%s of %j is a 400 that names the value", async (route, request) => {
  const { statusCode, body } = await get(route, request);
  expect(statusCode).toBe(400);
  expect(problemSchema.parse(body).error.code).toBe("InvalidParameter");
});
