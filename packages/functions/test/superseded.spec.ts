import { exportSchema } from "@ashiato/core/api/schemas";
import { exportDocumentSchema, type Supplement } from "@ashiato/core/export-document";
import {
  deviceIndexKey,
  exportDocumentKey,
  lateParquetKey,
  parquetPrefix,
  parquetUnloadPrefix,
  supplementFileKey,
  supplementKey,
  supplementParquetKey,
  unloadPrefix,
} from "@ashiato/core/export-keys";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { afterAll, afterEach, beforeEach, expect, test, vi } from "vitest";
import { startStage } from "./stage.ts";

const stage = await startStage({ supersededDays: 30 });
const { handler: conclude } = await import("../src/conclude.ts");
const { handler: exports } = await import("../src/exports.ts");

const date = "2026-11-20";
const sha256 = "0".repeat(64);
const day = (number: number) => new Date(Date.parse("2026-11-21T15:20:00Z") + number * 86_400_000);

beforeEach(() => {
  stage.reset();
});
afterEach(() => {
  vi.useRealTimers();
});
afterAll(() => stage.stop());

const nameOf = (version: number) => ({ date, run: `night-${version}`, version });

/** Leaves an export as `publish` does, made on a day. */
async function published(version: number, madeOn: number): Promise<string[]> {
  const name = nameOf(version);
  const prefix = unloadPrefix({ ...name, attempt: 0 });
  const csv = `${prefix}000.csv`;
  const parquet = `${parquetUnloadPrefix({ ...name, attempt: 0 })}000.parquet`;
  const keys = [csv, `${csv}-metadata.json`, `${prefix}manifest`, deviceIndexKey(name), parquet];
  for (const key of keys) {
    await stage.write("downloads", key, `version ${version}\n`);
  }
  const document = {
    ...name,
    timeZone: "Asia/Tokyo",
    rows: 1,
    bytes: 10,
    checksum: `sha256:${sha256}`,
    schemaVersion: 2,
    createdAt: day(madeOn).toISOString(),
    indexed: true,
    files: [{ key: csv, name: csv.slice(csv.lastIndexOf("/") + 1), rows: 1, bytes: 10, sha256 }],
    parquet: {
      prefix: parquetPrefix({ ...name, attempt: 0 }),
      files: [{ key: parquet, name: "locations.parquet", rows: 1, bytes: 10 }],
    },
  };
  await stage.write("downloads", exportDocumentKey(name), JSON.stringify(document));
  return keys;
}

async function supplementOf(version: number, claimed: number): Promise<string[]> {
  const key = supplementFileKey(nameOf(claimed), sha256);
  const parquet = supplementParquetKey(key);
  const shown = lateParquetKey(parquetPrefix({ ...nameOf(version), attempt: 0 }), 1);
  const keys = [key, `${key}-metadata.json`, parquet, shown];
  for (const each of keys) {
    await stage.write("downloads", each, "late\n");
  }
  const document: Supplement = {
    ...nameOf(claimed),
    supplementOf: version,
    number: 1,
    rows: 1,
    conflicts: 0,
    bytes: 5,
    createdAt: day(1).toISOString(),
    markers: [],
    file: { key, name: key.slice(key.lastIndexOf("/") + 1), rows: 1, bytes: 5, sha256 },
    parquet: { key: parquet, bytes: 5 },
  };
  await stage.write("downloads", supplementKey(nameOf(version), 1), JSON.stringify(document));
  return keys;
}

/** Ends a run on a day. */
async function night(number: number): Promise<void> {
  vi.useFakeTimers({ toFake: ["Date"], now: day(number) });
  const run = { run: `night-${number}`, executionArn: `arn:night-${number}`, room: 3 };
  expect(await conclude(run)).toEqual({ result: "closed", dates: [] });
}

async function get(routeKey: string, query: Record<string, string>) {
  const event = {
    routeKey,
    pathParameters: { date },
    queryStringParameters: query,
    requestContext: { requestId: "request-1", timeEpoch: Date.now(), domainName: "api", stage: "$default" },
  } as unknown as APIGatewayProxyEventV2;
  const { statusCode, body } = (await exports(event)) as { statusCode: number; body: string };
  return { statusCode, body: JSON.parse(body) as unknown };
}

test("the files of a version go so many days after a newer one replaced it, and its document stays", async () => {
  const old = [...(await published(1, 0)), ...(await supplementOf(1, 2))];
  const current = await published(3, 6);
  await night(35.9);
  expect(await stage.keys("downloads")).toEqual(expect.arrayContaining([...old, ...current]));
  await night(36);
  const keys = await stage.keys("downloads");
  expect(keys.filter((key) => old.includes(key))).toEqual([]);
  expect(keys).toEqual(
    expect.arrayContaining([
      ...current,
      exportDocumentKey(nameOf(1)),
      supplementKey(nameOf(1), 1),
      exportDocumentKey(nameOf(3)),
    ]),
  );

  const { statusCode, body } = await get("GET /v1/exports/{date}", { version: "1" });
  expect(statusCode).toBe(200);
  expect(exportSchema.parse(body)).toMatchObject({
    version: 1,
    rows: 1,
    removedAt: day(36).toISOString(),
    current: false,
    files: [],
    parquet: [],
    lateRows: 1,
    supplements: [],
  });
  expect(await get("GET /v1/exports/{date}/csv", { version: "1" })).toMatchObject({
    statusCode: 404,
    body: { error: { message: expect.stringContaining(`version 1 of ${date} were removed`) } },
  });
});

test("a version that was found unchanged stays, and the one that it outranks goes", async () => {
  const first = await published(1, 0);
  const overtaken = await published(2, 3);
  const unchanged = { ...nameOf(3), unchangedSince: 1, createdAt: day(3).toISOString() };
  await stage.write("downloads", exportDocumentKey(nameOf(3)), JSON.stringify(unchanged));
  await night(40);
  const keys = await stage.keys("downloads");
  expect(keys).toEqual(expect.arrayContaining(first));
  expect(keys.filter((key) => overtaken.includes(key))).toEqual([]);
});

test("the only version of a date stays, however old", async () => {
  const only = await published(1, 0);
  await night(400);
  expect(await stage.keys("downloads")).toEqual(expect.arrayContaining(only));
});

test("a removal that is cut short at any of its writes is finished by the next night, and offers no file that is gone", async () => {
  for (let killedAt = 1, killed = true; killed; killedAt += 1) {
    stage.reset();
    const old = [...(await published(1, 0)), ...(await supplementOf(1, 2))];
    await published(3, 2);
    let writes = 0;
    killed = false;
    stage.intercept(async ({ method, path }) => {
      writes += method === "GET" || !path.startsWith("/downloads") ? 0 : 1;
      killed ||= writes >= killedAt;
      return writes >= killedAt && method !== "GET" && path.startsWith("/downloads")
        ? { status: 403, contentType: "application/xml", body: "<Error><Code>AccessDenied</Code></Error>" }
        : "pass";
    });
    const ended = await night(40).then(
      () => true,
      () => false,
    );
    expect(ended).toBe(!killed);
    stage.intercept();
    const keys = await stage.keys("downloads");
    const document = exportDocumentSchema.parse(
      JSON.parse(await stage.read("downloads", exportDocumentKey(nameOf(1)))),
    );
    const offered = document.removedAt === undefined ? old : [];
    expect(keys).toEqual(expect.arrayContaining(offered));
    await night(41);
    expect((await stage.keys("downloads")).filter((key) => old.includes(key))).toEqual([]);
    vi.useRealTimers();
  }
});
