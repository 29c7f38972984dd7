import { expect, it } from "vitest";
import { trackBounds, trackLine } from "./track-line.ts";

const minute = 60_000;
const track = {
  times: Float64Array.from([0, minute, 20 * minute, 21 * minute, 60 * minute]),
  latitudes: Float64Array.from([35, 35.1, 36, 36.1, 37]),
  longitudes: Float64Array.from([139, 139.1, 138, 138.1, 140]),
};

it("breaks a way at its gaps, and draws no line of a single fix", () => {
  expect(trackLine(track).geometry.coordinates).toEqual([
    [
      [139, 35],
      [139.1, 35.1],
    ],
    [
      [138, 36],
      [138.1, 36.1],
    ],
  ]);
  expect(trackLine(undefined).geometry.coordinates).toEqual([]);
});

it("goes on across the antimeridian, in both directions", () => {
  const across = {
    times: Float64Array.from([0, 1, 2]),
    latitudes: Float64Array.from([-17, -17, -17]),
    longitudes: Float64Array.from([179.5, -179.5, 179.5]),
  };
  expect(trackLine(across).geometry.coordinates[0]!.map(([longitude]) => longitude)).toEqual([
    179.5, 180.5, 179.5,
  ]);
  expect(trackBounds(across)).toEqual([179.5, -17, 180.5, -17]);
});

it("knows the area of a track", () => {
  expect(trackBounds(track)).toEqual([138, 35, 140, 37]);
  expect(trackBounds({ latitudes: new Float64Array(), longitudes: new Float64Array() })).toBeUndefined();
});
