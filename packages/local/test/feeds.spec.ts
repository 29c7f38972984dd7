// The feeds of clients, from the command that adds one to the files that the client finds.
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { csvHeader } from "@ashiato/core/columns";
import { clientWithKeySchema, usageSchema } from "@ashiato/core/api/client-schemas";
import { feedListSchema, type ShownDelivery, shownDeliverySchema } from "@ashiato/core/api/feed-schemas";
import { problemSchema } from "@ashiato/core/api/schemas";
import { runOutputSchema } from "@ashiato/core/daily-batch/output";
import { deliveryManifestSchema, deliverySchema, type FeedResult } from "@ashiato/core/feeds/delivery";
import { DuckDBInstance } from "@duckdb/node-api";
import { parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Outcome, runScript } from "./support/run-script.ts";
import { report, RunningStage, yesterdayInTokyo } from "./support/running-stage.ts";

let app: RunningStage;
let folder: string;
let acme: string;
let other: string;

const date = yesterdayInTokyo();
const bucketOfAcme = "data-of-acme";

beforeAll(async () => {
  process.env["ASHIATO_FEED_BUCKETS"] = `${bucketOfAcme}:000000000000`;
  app = await RunningStage.start();
  folder = await mkdtemp(path.join(tmpdir(), "ashiato-feeds-"));
});

afterAll(async () => {
  delete process.env["ASHIATO_FEED_BUCKETS"];
  await app.stop();
  await rm(folder, { recursive: true, force: true });
});

function ashiato(...words: string[]): Promise<Outcome> {
  return runScript("ashiato.ts", [...words, "--directory", app.directory], app.directory);
}

function ask(route: string, token: string, options: RequestInit = {}): Promise<Response> {
  return fetch(app.stage.endpoints.api + route, {
    redirect: "manual",
    ...options,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
  });
}

async function set(client: string, feed: string, body: object): Promise<Response> {
  const options = { method: "PUT", body: JSON.stringify(body) };
  return ask(`/v1/clients/${client}/feeds/${feed}`, app.stage.tokens.download, options);
}

async function run(input: object = {}): Promise<FeedResult[]> {
  const execution = await app.runBatch(input);
  expect(execution.status, execution.cause).toBe("SUCCEEDED");
  const output = runOutputSchema.parse(JSON.parse(execution.output ?? ""));
  return output.result === "succeeded" ? output.feeds : [];
}

async function delivered(feed: string, key: string): Promise<ShownDelivery> {
  const answer = await ask(`/v1/feeds/${feed}/${date}`, key);
  const body: unknown = await answer.json();
  expect(answer.status, JSON.stringify(body)).toBe(200);
  return shownDeliverySchema.parse(body);
}

/** The bytes of a delivery's files behind their links, each held against its document. */
async function download({ files }: ShownDelivery): Promise<Buffer[]> {
  return Promise.all(
    files.map(async ({ url = "", bytes, sha256 }) => {
      const content = Buffer.from(await (await fetch(url)).arrayBuffer());
      expect(content.length).toBe(bytes);
      expect(createHash("sha256").update(content).digest("hex")).toBe(sha256);
      return content;
    }),
  );
}

/** The place of each report: on a grid over the antimeridian, and its devices by turns. */
const longitudes = [139.7, 140, 140.5, 179.5, 180, -180, -179.5, 0];
const latitudes = [-10, 0, 35.5, 35.75, 36, 90];
const positions = longitudes.flatMap((longitude) => latitudes.map((latitude) => ({ longitude, latitude })));
const reports = positions.map((position, index) => ({
  ...report(`van-${index % 5}`, 60 * index, position),
  battery: 0.5,
}));

const square = [
  [139, 35],
  [141, 35],
  [141, 36],
  [139, 36],
  [139, 35],
];
const hole = [
  [139.9, 35.6],
  [140.1, 35.6],
  [140.1, 35.9],
  [139.9, 35.9],
  [139.9, 35.6],
];
/** A triangle whose sides are no round numbers. */
const triangle = [
  [-7, -33],
  [141.3, 0.0000001],
  [19, 77.7],
  [-7, -33],
];
/** Each filter of a feed, with the condition on the day's CSV that says the same in DuckDB's words. */
const filters: Record<string, { filter: object; where: string }> = {
  all: { filter: {}, where: "true" },
  devices: { filter: { devices: ["van-1", "van-3"] }, where: "device_id IN ('van-1', 'van-3')" },
  sources: { filter: { sources: ["acme"] }, where: "source = 'acme'" },
  "of-none": {
    filter: { sources: ["stage"], devices: ["van-2"] },
    where: "source IS NULL AND device_id = 'van-2'",
  },
  box: {
    filter: { area: { type: "Box", bbox: [139.7, 0, 140, 36] } },
    where: "longitude BETWEEN 139.7 AND 140 AND latitude BETWEEN 0 AND 36",
  },
  antimeridian: {
    filter: { area: { type: "Box", bbox: [179.5, -20, -179.5, 20] } },
    where: "abs(longitude) >= 179.5 AND latitude BETWEEN -20 AND 20",
  },
  ring: {
    filter: { area: { type: "Polygon", coordinates: [square, hole] } },
    where: oddSql([square, hole]),
  },
  triangle: { filter: { area: { type: "Polygon", coordinates: [triangle] } }, where: oddSql([triangle]) },
};

/**
 * The even-odd rule over a table of edges, which counts in an order and form of its own: by the side of the
 * edge on which the point is.
 */
function oddSql(rings: number[][][]): string {
  const edges = rings.flatMap((ring) =>
    ring.slice(1).map(([x2, y2], index) => `(${[ring[index]?.[0], ring[index]?.[1], x2, y2].join(", ")})`),
  );
  return (
    `(SELECT count(*) FROM (VALUES ${edges.join(", ")}) AS e(x1, y1, x2, y2) WHERE (y1 > latitude) <> (y2 > latitude) ` +
    "AND sign((x2 - x1) * (latitude - y1) - (longitude - x1) * (y2 - y1)) = sign(y2 - y1)) % 2 = 1"
  );
}

it("leads a partner by commands from its key to its file", async () => {
  const added = await ashiato("clients", "add", "acme", "--name", "Acme Logistics", "--rights", "ingest");
  acme = added.out.trimEnd().split("\n").at(-1) ?? "";
  const body = { id: "other", name: "Other", rights: ["exports:read"] };
  const options = { method: "POST", body: JSON.stringify(body) };
  const made = await ask("/v1/clients", app.stage.tokens.download, options);
  other = clientWithKeySchema.parse(await made.json()).key;

  const feed = await ashiato(
    ..."clients feed add acme tokyo --columns device_id,recorded_at,longitude,latitude,charging,quality --sources acme --box 139.5,35,140.5,36 --gzip --prefix to/tokyo/".split(
      " ",
    ),
  );
  expect(feed).toMatchObject({ code: 0, err: "", out: expect.stringContaining("to/tokyo/") as string });
  expect((await ashiato("clients", "feed", "list", "acme")).out).toMatch(/tokyo +CSV, gzip +6/);

  const mine = reports.map((each) => ({ ...each, charging: true }));
  expect(
    (await ask("/v1/locations", acme, { method: "POST", body: JSON.stringify({ locations: mine }) })).status,
  ).toBe(202);
  const theirs = reports.map(({ deviceId, ...each }) => ({ ...each, deviceId: `${deviceId}-x` }));
  expect((await app.post({ locations: [...theirs, ...reports] })).status).toBe(202);

  const ran = await ashiato("run");
  expect(ran, ran.err).toMatchObject({ code: 0, out: expect.stringContaining("acme/tokyo of") as string });
  const delivery = await delivered("tokyo", acme);
  const inside = positions.filter(({ longitude, latitude }) => {
    return longitude >= 139.5 && longitude <= 140.5 && latitude >= 35 && latitude <= 36;
  });
  expect(delivery).toMatchObject({ version: 1, rows: inside.length });
  const [content = Buffer.alloc(0)] = await download(delivery);
  const [header, ...lines] = gunzipSync(content).toString().trimEnd().split("\n");
  expect(header).toBe("device_id,recorded_at,longitude,latitude,charging,quality");
  expect(lines).toHaveLength(inside.length);
  expect(lines[0]).toMatch(/^van-\d,\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z,[\d.]+,[\d.]+,true,\w+$/);
  expect(lines).toEqual(lines.toSorted());

  const keys = await app.keys("downloadsBucket", "feeds/");
  expect(keys.toSorted()).toEqual(
    [
      `feeds/acme/to/tokyo/locations_${date}_v1_1.csv.gz`,
      `feeds/acme/to/tokyo/locations_${date}_v1_manifest.json`,
    ].toSorted(),
  );
  const manifest: unknown = JSON.parse(
    await app.read("downloadsBucket", keys.find((key) => key.endsWith(".json")) ?? ""),
  );
  // Strict: how many rows the date has of all clients stands in the document of the stage alone.
  expect(deliveryManifestSchema.parse(manifest)).toMatchObject({
    rows: inside.length,
    files: [{ bytes: content.length }],
  });
  const kept: unknown = JSON.parse(
    await app.read("downloadsBucket", `deliveries/acme/tokyo/dt=${date}/1.json`),
  );
  expect(deliverySchema.parse(kept)).toMatchObject({ rows: inside.length, ofRows: 3 * reports.length });
});

it("shows a client its own feeds and nothing of another's, and counts what it downloads", async () => {
  const feedsOf = async (key: string) =>
    feedListSchema.parse(await (await ask("/v1/feeds", key)).json()).feeds;
  expect(await feedsOf(acme)).toMatchObject([{ id: "tokyo", deliveries: [{ date, version: 1 }] }]);
  expect(await feedsOf(other)).toEqual([]);
  expect(await feedsOf(app.stage.tokens.download)).toEqual([]);
  for (const route of [`/v1/feeds/tokyo/${date}`, `/v1/feeds/tokyo/${date}/file`]) {
    expect((await ask(route, other)).status).toBe(404);
  }
  expect((await ask("/v1/clients/acme/feeds", other)).status).toBe(403);
  expect((await ask("/v1/clients/acme/feeds/tokyo", acme)).status).toBe(403);

  const { files } = await delivered("tokyo", acme);
  const { status, headers } = await ask(`/v1/feeds/tokyo/${date}/file`, acme);
  expect(status).toBe(302);
  expect((await fetch(headers.get("location") ?? "")).status).toBe(200);
  const { total } = usageSchema.parse(await (await ask("/v1/usage", acme)).json());
  expect(total).toMatchObject({ downloads: 1, rows: files[0]?.rows, bytes: files[0]?.bytes });
  expect((await ask(`/v1/feeds/tokyo/${date}?version=7`, acme)).status).toBe(404);
  expect((await ask(`/v1/feeds/tokyo/${date}/file?file=2`, acme)).status).toBe(404);
});

it("gives each filter the rows that DuckDB finds in the day's CSV, as CSV and as Parquet", async () => {
  const csv = path.join(folder, "day.csv");
  await writeFile(csv, [csvHeader, ...(await app.exportedLines(date))].join("\n"));
  const connection = await (await DuckDBInstance.create()).connect();
  expect(
    (
      await ask("/v1/clients", app.stage.tokens.download, {
        method: "POST",
        body: JSON.stringify({ id: "filters", name: "Filters", rights: [] }),
      })
    ).status,
  ).toBe(201);
  for (const [id, { filter }] of Object.entries(filters)) {
    expect(
      (await set("filters", id, { filter, format: "PARQUET", columns: ["report_id", "latitude"] })).status,
    ).toBe(200);
  }
  const ids = Object.keys(filters);
  const counts: Record<string, number[]> = {};
  for (const id of ids) {
    expect(await run({ date, feed: { client: "filters", feed: id } })).toMatchObject([
      { result: "delivered", feed: id },
    ]);
    const where = filters[id]?.where ?? "false";
    const expected = await connection.runAndReadAll(
      `SELECT report_id FROM read_csv('${csv}', nullstr = '') WHERE ${where} ORDER BY 1`,
    );
    const document = deliverySchema.parse(
      JSON.parse(await app.read("downloadsBucket", `deliveries/filters/${id}/dt=${date}/1.json`)),
    );
    const rows: Record<string, unknown>[] = [];
    for (const { key } of document.files) {
      const { Body } = await app.s3.send(
        new GetObjectCommand({ Bucket: app.output("downloadsBucket"), Key: key }),
      );
      const { buffer } = Uint8Array.from((await Body?.transformToByteArray()) ?? []);
      rows.push(...(await parquetReadObjects({ file: buffer })));
    }
    counts[id] = [rows.length, document.rows, expected.getRows().length];
    expect({ id, rows: rows.map(({ report_id: own }) => String(own)).toSorted() }).toEqual({
      id,
      rows: expected.getRows().map(([own]) => String(own)),
    });
    expect(Object.keys(rows[0] ?? {})).toEqual(["report_id", "latitude"]);
  }
  connection.closeSync();
  for (const [id, [found = 0, told, wanted]] of Object.entries(counts)) {
    expect({ id, found, told }).toEqual({ id, found, told: wanted });
    // A filter that finds all or nothing would show little.
    expect({ id, some: found > 0 && (id === "all" || found < 3 * reports.length) }).toEqual({
      id,
      some: true,
    });
  }
}, 240_000);

it("delivers a feed without rows as one file, as CSV and as Parquet, with the columns and types of any other", async () => {
  const columns = ["latitude", "recorded_at", "charging", "device_id", "quality", "received_at"];
  const connection = await (await DuckDBInstance.create()).connect();
  const types: unknown[] = [];
  for (const [id, devices] of [
    ["some", ["van-1"]],
    ["none", ["van-7"]],
  ] as const) {
    expect(
      (await set("acme", id, { format: "PARQUET", columns, filter: { devices, sources: ["acme"] } })).status,
    ).toBe(200);
    await run({ date, feed: { client: "acme", feed: id } });
    const delivery = await delivered(id, acme);
    const [content = Buffer.alloc(0)] = await download(delivery);
    const file = path.join(folder, `${id}.parquet`);
    await writeFile(file, content);
    const count = await connection.runAndReadAll(`SELECT count(*) FROM '${file}'`);
    expect(count.getRows()).toEqual([[BigInt(delivery.rows)]]);
    types.push((await connection.runAndReadAll(`DESCRIBE SELECT * FROM '${file}'`)).getRows());
    expect((await ask(`/v1/feeds/${id}/${date}/file`, acme)).status).toBe(302);
    expect((await ask(`/v1/feeds/${id}/${date}/file?file=2`, acme)).status).toBe(404);
  }
  connection.closeSync();
  expect(types[1]).toEqual(types[0]);

  // As deliveries of Parquet without rows were before they had a file.
  const key = `deliveries/acme/none/dt=${date}/1.json`;
  const document = deliverySchema.parse(JSON.parse(await app.read("downloadsBucket", key)));
  await app.s3.send(
    new PutObjectCommand({
      Bucket: app.output("downloadsBucket"),
      Key: key,
      Body: JSON.stringify({ ...document, files: [] }),
    }),
  );
  const none = await ask(`/v1/feeds/none/${date}/file`, acme);
  expect([none.status, problemSchema.parse(await none.json()).error.message]).toEqual([
    404,
    `The feed "none" has no rows of ${date}, and so no file`,
  ]);

  expect((await set("acme", "none", { columns, filter: { devices: ["van-7"] } })).status).toBe(200);
  await run({ date, feed: { client: "acme", feed: "none" } });
  const [csv] = await download(await delivered("none", acme));
  expect(String(csv)).toBe(`${columns.join(",")}\n`);
  for (const id of ["some", "none"]) {
    expect((await ashiato("clients", "feed", "remove", "acme", id)).code).toBe(0);
  }
}, 120_000);

it("fails a feed into a bucket that is not there alone and loudly, and makes it once the bucket is opened", async () => {
  expect(
    (await set("acme", "abroad", { bucket: bucketOfAcme, prefix: "from-us/", versions: "first" })).status,
  ).toBe(200);
  expect(await (await set("acme", "nowhere", { bucket: "not-opened" })).json()).toMatchObject({
    error: { code: "InvalidBody", message: expect.stringContaining("ASHIATO_FEED_BUCKETS") as string },
  });
  expect((await set("other", "theft", { bucket: bucketOfAcme, prefix: "from-us/" })).status).toBe(409);
  expect((await set("acme", "twice", { prefix: "to/tokyo/" })).status).toBe(409);

  await app.post(report("late", 5));
  const results = await run({ date });
  expect(results).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ result: "delivered", feed: "tokyo", version: 2 }),
      expect.objectContaining({
        result: "failed",
        feed: "abroad",
        error: "FeedRefused",
        cause: expect.stringContaining(
          `s3://${bucketOfAcme}/from-us/locations_${date}_v2_1.csv was refused: NoSuchBucket`,
        ) as string,
      }),
    ]),
  );
  const status = await ashiato("status");
  expect(status).toMatchObject({
    code: 0,
    out: expect.stringMatching(
      /^Needs +The feed acme abroad .* could not be delivered: FeedRefused/m,
    ) as string,
  });
  expect((await app.functionLog("ConcludeFeeds")).join("\n")).toMatch(/"failed":1\b/);
  expect((await ask(`/v1/feeds/abroad/${date}`, acme)).status).toBe(404);

  await app.s3.send(new CreateBucketCommand({ Bucket: bucketOfAcme }));
  const made = await ashiato("clients", "feed", "make", "acme", "abroad", "--date", date);
  expect(made, made.err).toMatchObject({ code: 0, out: expect.stringContaining("acme/abroad of") as string });
  const { Contents = [] } = await app.s3.send(new ListObjectsV2Command({ Bucket: bucketOfAcme }));
  expect(Contents.map(({ Key }) => Key)).toEqual([
    `from-us/locations_${date}_v2_1.csv`,
    `from-us/locations_${date}_v2_manifest.json`,
  ]);
  expect(await delivered("abroad", acme)).toMatchObject({
    files: [
      { location: `s3://${bucketOfAcme}/from-us/locations_${date}_v2_1.csv`, rows: 3 * reports.length + 1 },
    ],
  });
  const { Body } = await app.s3.send(
    new GetObjectCommand({ Bucket: bucketOfAcme, Key: `from-us/locations_${date}_v2_1.csv` }),
  );
  const lines = ((await Body?.transformToString()) ?? "").trimEnd().split("\n");
  expect(lines.slice(1)).toEqual(await app.exportedLines(date));
});

it("delivers each version, or the first alone, and nothing twice", async () => {
  expect(await run({ date })).toEqual([]);
  await app.post(report("later", 6));
  const feeds = (await run({ date })).map(
    (each) => each.result === "delivered" && `${each.feed} ${each.version}`,
  );
  expect(feeds).toContain("tokyo 4");
  expect(feeds.filter((each) => String(each).startsWith("abroad"))).toEqual([]);
  expect(await delivered("tokyo", acme)).toMatchObject({ version: 4 });
});

it("refuses a feed that would overwrite what another one delivered to its prefix before", async () => {
  const before = await delivered("tokyo", acme);
  expect((await set("acme", "tokyo", { prefix: "moved/" })).status).toBe(200);
  expect((await set("acme", "taker", { prefix: "to/tokyo/" })).status).toBe(200);
  expect(await run({ date, feed: { client: "acme", feed: "taker" } })).toMatchObject([
    {
      result: "failed",
      error: "FeedRefused",
      cause: expect.stringContaining("is of the feed tokyo") as string,
    },
  ]);
  const after = await delivered("tokyo", acme);
  expect(after).toMatchObject({ version: before.version, rows: before.rows });
  await download(after);
});

it("takes a feed away and leaves what it delivered, and makes none for a revoked client", async () => {
  expect(await ashiato("clients", "feed", "remove", "acme", "abroad")).toMatchObject({ code: 0 });
  expect((await ask(`/v1/feeds/abroad/${date}`, acme)).status).toBe(404);
  const { Contents = [] } = await app.s3.send(new ListObjectsV2Command({ Bucket: bucketOfAcme }));
  expect(Contents).toHaveLength(2);
  expect(await ashiato("clients", "revoke", "filters")).toMatchObject({ code: 0 });
  expect(await run({ date, feed: { client: "filters", feed: "all" } })).toMatchObject([
    { result: "failed", error: "FeedUnavailable", cause: expect.stringContaining("is revoked") as string },
  ]);
  const audit = await ashiato("clients", "audit", "--json");
  expect(audit.out).toContain('"action":"feed set"');
  expect(audit.out).toContain('"action":"feed removed"');
});
