import { expect, it } from "vitest";
import { areaOf, nearLongitude, shownLatitude } from "./area.ts";

it("shows all places, across the antimeridian where that is the shorter way", () => {
  expect(areaOf([139, -1, 10], [35, 36, -5])).toEqual([-1, -5, 139, 36]);
  expect(areaOf([179.5, -179.5, 178], [-17, -18, -16])).toEqual([178, -18, 180.5, -16]);
  expect(areaOf([180], [-90])).toEqual([180, -90, 180, -90]);
  expect(areaOf([], [])).toBeUndefined();
});

it("takes a pole for the last latitude of the map", () => {
  expect([-90, 35, 90].map(shownLatitude)).toEqual([-85.0511, 35, 85.0511]);
});

it("goes on beyond the antimeridian", () => {
  expect(nearLongitude(-179.5, 179.5)).toBe(180.5);
  expect(nearLongitude(179.5, -179.5)).toBe(-180.5);
  expect(nearLongitude(139, -40)).toBe(139);
});
