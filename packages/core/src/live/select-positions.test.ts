import { expect, test } from "vitest";
import { positionFeature, positionOf } from "./position.ts";
import { isWithin, selectPositions } from "./select-positions.ts";

function row(device: string, minute: number, longitude = "139.7671250"): string {
  const time = `2026-11-21 03:0${minute}:00.000000`;
  return `2026-11-21,${device},${time},35.6812360,${longitude},8.500,,,,90.000,0.720,false,00000000-0000-4000-8000-000000000000,${time},partner`;
}

const positions = ["a", "b", "c", "d"].map((device, minute) => positionOf(row(device, minute)));
const devicesOf = (query: Parameters<typeof selectPositions>[1]) =>
  selectPositions(positions, query).positions.map(({ deviceId }) => deviceId);

test("positions are selected by device, time and area", () => {
  expect(devicesOf({ limit: 10 })).toEqual(["a", "b", "c", "d"]);
  expect(devicesOf({ devices: ["c", "a", "z"], limit: 10 })).toEqual(["a", "c"]);
  expect(devicesOf({ since: "2026-11-21 03:02:00.000000", limit: 10 })).toEqual(["c", "d"]);
  expect(devicesOf({ box: { west: 139, south: 35, east: 140, north: 36 }, limit: 10 })).toHaveLength(4);
  expect(devicesOf({ box: { west: 140, south: 35, east: 139, north: 36 }, limit: 10 })).toEqual([]);
});

test("pages follow one another, and the last has no next", () => {
  const first = selectPositions(positions, { limit: 3 });
  expect(first.next).toBe("c,partner");
  expect(selectPositions(positions, { limit: 3, after: first.next })).toEqual({ positions: [positions[3]] });
  expect(selectPositions(positions, { limit: 4 })).not.toHaveProperty("next");
});

test("an area may cross the antimeridian, and its edges belong to it", () => {
  const fiji = { west: 177, south: -20, east: -178, north: -15 };
  const at = (longitude: number, latitude = -17) => isWithin(fiji, { latitude, longitude });
  expect([at(179), at(-179), at(177), at(-178), at(180)]).toEqual([true, true, true, true, true]);
  expect([at(0), at(176.9), at(-177.9), at(179, -21)]).toEqual([false, false, false, false]);
});

test("a feature has the names of a report, numbers as numbers, and nothing for what is missing", () => {
  expect(positionFeature(positionOf(row("a", 1)))).toEqual({
    type: "Feature",
    geometry: { type: "Point", coordinates: [139.767125, 35.681236] },
    properties: {
      deviceId: "a",
      timestamp: "2026-11-21T03:01:00.000000Z",
      accuracy: 8.5,
      heading: 90,
      battery: 0.72,
      charging: false,
      reportId: "00000000-0000-4000-8000-000000000000",
      receivedAt: "2026-11-21T03:01:00.000000Z",
      source: "partner",
    },
  });
});
