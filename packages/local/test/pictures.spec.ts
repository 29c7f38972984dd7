// What a day looks like: the picture that the stage draws of a version, against a count of its CSV.
import { pictureSchema } from "@ashiato/core/pictures/picture";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { report, RunningStage, yesterdayInTokyo } from "./support/running-stage.ts";

let app: RunningStage;
const date = yesterdayInTokyo();

beforeAll(async () => {
  app = await RunningStage.start();
});

afterAll(async () => {
  await app.stop();
});

/** Three devices that move in different ways, one of them without a fix for an hour. */
const reports = [
  ...Array.from({ length: 120 }, (_, index) =>
    report("walker", 600 + index * 4, {
      latitude: 35.68 + index / 10_000,
      longitude: 139.76,
      speed: 1.3,
      accuracy: 4.5,
    }),
  ),
  ...Array.from({ length: 200 }, (_, index) =>
    report("driver", 3_500 + index * 30, {
      latitude: 35.6 - index / 100,
      longitude: 139.7 + index / 200,
      speed: 13.999 + index / 1_000,
      accuracy: 25,
    }),
  ),
  ...Array.from({ length: 5 }, (_, index) =>
    report("sleeper", 40_000 + index * 3_600, { latitude: -33.8650001, longitude: -70.5 }),
  ),
  report("lost", 50_000, { latitude: 0, longitude: 0 }),
  report("fast", 50_000, { latitude: 43, longitude: 141, speed: 900 }),
  report("fast", 50_060, { latitude: 43, longitude: 150, speed: 10 }),
];

function ask(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${app.stage.endpoints.api}/v1/exports/${path}`, {
    headers: { authorization: `Bearer ${app.stage.tokens.download}`, ...headers },
  });
}

async function pictureOf(path: string) {
  const answer = await vi.waitFor(
    async () => {
      const got = await ask(path);
      if (got.status !== 200) {
        throw new Error(`${got.status}: ${await got.text()}`);
      }
      return got;
    },
    { interval: 100 },
  );
  return pictureSchema.parse(await answer.json());
}

/** Counts of some names. */
function tally<Name>(names: Name[]): Map<Name, number> {
  const counts = new Map<Name, number>();
  for (const name of names) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

async function rowsOfCsv() {
  const lines = await app.exportedLines(date);
  return lines.map((line) => {
    const [device = "", at = "", latitude = "", longitude = "", accuracy = "", , , speed = ""] =
      line.split(",");
    const quality = line.split(",").at(-2) ?? "";
    const milliseconds = Date.parse(at);
    return { device, milliseconds, latitude, longitude, accuracy, speed, quality };
  });
}

function bucketOf(value: number, bounds: readonly number[]): number {
  const at = bounds.findIndex((bound) => value < bound);
  return at === -1 ? bounds.length : at;
}

it("counts what the version's CSV holds, by hour, device, place, speed, gap and quality", async () => {
  expect((await app.post({ locations: reports })).status).toBe(202);
  await app.invoke("Store");
  expect(await app.runBatch({ date })).toMatchObject({ status: "SUCCEEDED" });
  const picture = await pictureOf(`${date}/picture`);
  const rows = await rowsOfCsv();
  expect(rows).toHaveLength(reports.length);
  expect(picture).toMatchObject({
    date,
    version: 1,
    timeZone: "Asia/Tokyo",
    rows: rows.length,
    lateRows: 0,
    devices: 5,
    ledger: { rowsRead: rows.length, rowsWritten: rows.length, rowsRejected: 0 },
  });
  const hourOf = (milliseconds: number) => new Date(milliseconds + 9 * 3_600_000).getUTCHours();
  expect(new Map(picture.hours.map((hour) => [hour.hour, hour.rows]))).toEqual(
    tally(rows.map((row) => hourOf(row.milliseconds)).toSorted((a, b) => a - b)),
  );
  for (const { hour, devices } of picture.hours) {
    const ofHour = rows.filter((row) => hourOf(row.milliseconds) === hour);
    expect(devices).toBe(new Set(ofHour.map((row) => row.device)).size);
  }
  const total = (pick: (hour: (typeof picture.hours)[number]) => readonly number[]) =>
    picture.hours.map(pick).reduce((sum, counts) => sum.map((count, at) => count + (counts[at] ?? 0)));
  const expected = (values: number[], bounds: readonly number[]) =>
    Array.from(
      { length: bounds.length + 1 },
      (_, bucket) => values.filter((value) => bucketOf(value, bounds) === bucket).length,
    );
  const reported = (values: string[]) => values.filter((value) => value !== "").map(Number);
  expect(total(({ speeds }) => speeds)).toEqual(
    expected(reported(rows.map(({ speed }) => speed)), picture.bounds.speedMetresPerSecond),
  );
  expect(total(({ accuracies }) => accuracies)).toEqual(
    expected(reported(rows.map(({ accuracy }) => accuracy)), picture.bounds.accuracyMetres),
  );
  const gaps = rows.flatMap((row, at) => {
    const before = rows[at - 1];
    return before?.device === row.device ? [(row.milliseconds - before.milliseconds) / 1_000] : [];
  });
  expect(total((hour) => hour.gaps)).toEqual(expected(gaps, picture.bounds.gapSeconds));
  const qualities = tally(rows.map(({ quality }) => quality));
  expect(total(({ quality }) => [quality.ok, quality.zero, quality.speed, quality.jump])).toEqual(
    ["ok", "zero", "speed", "jump"].map((name) => qualities.get(name) ?? 0),
  );
  expect(qualities.get("zero")).toBe(1);
  expect(qualities.get("speed")).toBe(1);
  expect(picture.busiest.map(({ device, rows: count }) => [device, count])).toEqual([
    ["driver", 200],
    ["walker", 120],
    ["sleeper", 5],
    ["fast", 2],
    ["lost", 1],
  ]);
});

it("places each row in the cell of each grid that holds it, also on an edge and south of the equator", async () => {
  const picture = await pictureOf(`${date}/picture`);
  const rows = (await rowsOfCsv()).filter(({ quality }) => quality !== "zero");
  // Seven decimals, as whole numbers.
  const whole = (text: string) => BigInt(text.replace(".", ""));
  const floor = (value: bigint, by: bigint) => (value >= 0n ? value / by : -((-value + by - 1n) / by));
  for (const { cellsPerDegree, cells, otherCells, otherRows } of picture.grids) {
    expect([otherCells, otherRows]).toEqual([0, 0]);
    const size = 10_000_000n / BigInt(cellsPerDegree);
    const expected = tally(
      rows.map((row) => `${floor(whole(row.longitude), size)} ${floor(whole(row.latitude), size)}`),
    );
    const listed = cells.map(([x, y, ...hours]) => [
      `${x} ${y}`,
      hours.reduce((sum, count) => sum + count, 0),
    ]);
    expect(new Map(listed as [string, number][])).toEqual(expected);
    const counts = listed.map(([, count]) => Number(count));
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
  }
});

it("sends it compressed to whoever accepts that, and as it is to others", async () => {
  const plain = await ask(`${date}/picture`, { "accept-encoding": "identity" });
  const packed = await ask(`${date}/picture`, { "accept-encoding": "gzip" });
  expect(plain.headers.get("content-encoding")).toBeNull();
  expect(packed.headers.get("content-encoding")).toBe("gzip");
  expect(await packed.json()).toEqual(await plain.json());
});

it("draws one for each version, and of none where there is no such version", async () => {
  await app.post(report("walker", 5_000));
  await app.invoke("Store");
  expect(await app.runBatch({ date })).toMatchObject({ status: "SUCCEEDED" });
  expect(await pictureOf(`${date}/picture?version=2`)).toMatchObject({
    version: 2,
    rows: reports.length + 1,
  });
  expect(await pictureOf(`${date}/picture?version=1`)).toMatchObject({ version: 1, rows: reports.length });
  const missing = await ask(`${date}/picture?version=7`);
  expect([missing.status, await missing.text()]).toEqual([
    404,
    expect.stringContaining(`There is no version 7 of ${date}`),
  ]);
});

it("says why a version has none", async () => {
  const old = "2020-01-01";
  const [document] = await app.exportDocuments(date);
  const key = `exports/dt=${old}/run=earlier/version=1/export.json`;
  const body = { ...document, date: old, run: "earlier", version: 1, parquet: undefined };
  await app.s3.send(
    new PutObjectCommand({ Bucket: app.output("downloadsBucket"), Key: key, Body: JSON.stringify(body) }),
  );
  const answer = await ask(`${old}/picture`);
  expect(answer.status).toBe(404);
  expect(await answer.text()).toContain(
    `Version 1 of ${old} has no picture: it was exported without Parquet`,
  );
});
