// Fixes that are not: kept, and flagged in the CSV.
import { csvHeader } from "@ashiato/core/columns";
import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { report, RunningStage, yesterdayInTokyo } from "./support/running-stage.ts";

let app: RunningStage;
const date = yesterdayInTokyo();
/** Those of `stacks/settings.ts`. */
const maxSpeedMetresPerSecond = 400;
const minJumpMetres = 1_000;

beforeAll(async () => {
  app = await RunningStage.start();
});

afterAll(async () => {
  await app.stop();
});

type Fix = ReturnType<typeof report> & { accuracy?: number; speed?: number };

function fix(device: string, second: number, values: Partial<Fix> = {}): Fix {
  return { ...report(device, second), ...values };
}

async function exportedRows(): Promise<Record<string, string>[]> {
  const execution = await app.runBatch();
  expect(execution.status, execution.cause).toBe("SUCCEEDED");
  return parse([csvHeader, ...(await app.exportedLines(date))].join("\n"), { columns: true });
}

it("flags implausible fixes in a column of its own, and drops none", async () => {
  const fixes: [Fix, string][] = [
    [fix("zero", 0), "ok"],
    [fix("zero", 60, { latitude: 0, longitude: 0 }), "zero"],
    [fix("zero", 120, { latitude: 0, longitude: 0, speed: 9_999 }), "zero"],
    // The previous fix is that before the zeros.
    [fix("zero", 180), "ok"],
    [fix("equator", 0, { latitude: 0, longitude: 0.0000001 }), "ok"],
    [fix("fast", 0, { speed: 400 }), "ok"],
    [fix("fast", 1, { speed: 400.001 }), "speed"],
    // 0.01 degrees of latitude are 1,112 m.
    [fix("jump", 0), "ok"],
    [fix("jump", 1, { latitude: 35.69 }), "jump"],
    [fix("jump", 2), "jump"],
    [fix("jump", 3), "ok"],
    [fix("jump", 6, { latitude: 35.69 }), "ok"],
    [fix("near", 0), "ok"],
    [fix("near", 1, { latitude: 35.688 }), "ok"],
    [fix("vague", 0, { accuracy: 60 }), "ok"],
    [fix("vague", 1, { accuracy: 60, latitude: 35.69 }), "ok"],
    [fix("vague", 2, { accuracy: 5 }), "jump"],
    // The same moment, and both sides of the line where the date changes.
    [fix("twice", 0), "ok"],
    [fix("twice", 0, { latitude: 36 }), "jump"],
    [fix("dateline", 0, { longitude: 179.999 }), "ok"],
    [fix("dateline", 1, { longitude: -179.999 }), "ok"],
    [fix("antipode", 0, { latitude: 40, longitude: 20 }), "ok"],
    [fix("antipode", 80_000, { latitude: -40, longitude: -160 }), "ok"],
    [fix("antipode", 80_060, { latitude: 40, longitude: 20 }), "jump"],
  ];
  const sent = fixes.map(([each]) => each);
  expect((await app.post({ locations: sent })).status).toBe(202);
  // An equal report stays equal: its quality is no part of it.
  expect((await app.post(sent[1])).status).toBe(202);
  const rows = await exportedRows();
  expect(rows).toHaveLength(fixes.length);
  const flagged = new Map(rows.map((row) => [keyOf(row), row["quality"]]));
  expect([...flagged.keys()].toSorted()).toEqual(sent.map(sentKey).toSorted());
  // Of two fixes of one moment, the order of their ids decides which one is the second.
  const twice = rows.filter(({ device_id }) => device_id === "twice").map(({ quality }) => quality);
  expect(twice).toEqual(["ok", "jump"]);
  const others = fixes.filter(([{ deviceId }]) => deviceId !== "twice");
  expect(others.map(([each]) => [sentKey(each), flagged.get(sentKey(each))])).toEqual(
    others.map(([each, quality]) => [sentKey(each), quality]),
  );
});

it("flags tracks of any kind as the rule says, computed a second way", async () => {
  const step = fc.record({
    seconds: fc.integer({ min: 1, max: 900 }),
    latitude: fc.oneof(fc.constant(0), fc.double({ min: -89, max: 89, noNaN: true })),
    longitude: fc.oneof(fc.constant(0), fc.double({ min: -180, max: 180, noNaN: true })),
    scale: fc.constantFrom(0.0001, 0.01, 0.1, 1),
    accuracy: fc.option(fc.integer({ min: 0, max: 3_000 }), { nil: undefined }),
    speed: fc.option(fc.constantFrom(0, 30, 399, 401, 100_000), { nil: undefined }),
  });
  const tracks = fc.sample(fc.array(step, { minLength: 1, maxLength: 20 }), { numRuns: 50, seed: 7 });
  const sent = tracks.flatMap((steps, track) => {
    let second = 0;
    return steps.map(({ seconds, latitude, longitude, scale, accuracy, speed }) => {
      second += seconds;
      return fix(`track-${track}`, second, {
        latitude: Number((latitude * scale).toFixed(7)),
        longitude: Number((longitude * scale).toFixed(7)),
        ...(accuracy !== undefined && { accuracy }),
        ...(speed !== undefined && { speed }),
      });
    });
  });
  expect((await app.post({ locations: sent })).status).toBe(202);
  const rows = (await exportedRows()).filter(({ device_id = "" }) => device_id.startsWith("track-"));
  const byKey = new Map(rows.map((row) => [keyOf(row), row["quality"]]));
  const expected = qualitiesOf(sent);
  expect(new Set(expected)).toEqual(new Set(["ok", "zero", "speed", "jump"]));
  expect(sent.map((each) => byKey.get(sentKey(each)))).toEqual(expected);
});

/** Returns the quality of each fix of some devices, each device's in order. */
function qualitiesOf(fixes: readonly Fix[]): string[] {
  const last = new Map<string, Fix>();
  return fixes.map((each) => {
    if (each.latitude === 0 && each.longitude === 0) {
      return "zero";
    }
    const before = last.get(each.deviceId);
    last.set(each.deviceId, each);
    if ((each.speed ?? 0) > maxSpeedMetresPerSecond) {
      return "speed";
    }
    if (before === undefined) {
      return "ok";
    }
    const way = metresBetween(before, each) - (before.accuracy ?? 0) - (each.accuracy ?? 0);
    const seconds = (Date.parse(each.timestamp) - Date.parse(before.timestamp)) / 1_000;
    return way > Math.max(minJumpMetres, maxSpeedMetresPerSecond * seconds) ? "jump" : "ok";
  });
}

/** Through the Earth, and from that over it. */
function metresBetween(from: Fix, to: Fix): number {
  const [a, b] = [from, to].map(({ latitude, longitude }) => {
    const [north, east] = [(latitude * Math.PI) / 180, (longitude * Math.PI) / 180];
    return [Math.cos(north) * Math.cos(east), Math.cos(north) * Math.sin(east), Math.sin(north)];
  }) as [number[], number[]];
  const chord = Math.hypot(...a.map((value, index) => value - (b[index] ?? 0)));
  return 6_371_008.8 * 2 * Math.asin(Math.min(1, chord / 2));
}

function keyOf(row: Record<string, string>): string {
  const { device_id, recorded_at, latitude, longitude } = row;
  const time = new Date(recorded_at ?? "").toISOString();
  return [device_id, time, Number(latitude), Number(longitude)].join(" ");
}

function sentKey({ deviceId, timestamp, latitude, longitude }: Fix): string {
  return [deviceId, timestamp, latitude, longitude].join(" ");
}
