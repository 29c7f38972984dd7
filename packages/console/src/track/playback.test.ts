import { expect, it } from "vitest";
import { fixAt, playedTo, wayMetres } from "./playback.ts";

it("finds the last fix until a time", () => {
  const times = Float64Array.from([10, 20, 20, 30]);
  expect([9, 10, 19, 20, 31].map((time) => fixAt(times, time))).toEqual([-1, 0, 0, 2, 3]);
});

it("plays no further than the end", () => {
  expect(playedTo(1_000, 500, { pace: 60, last: 100_000 })).toBe(31_000);
  expect(playedTo(1_000, 5_000, { pace: 60, last: 100_000 })).toBe(100_000);
});

it("measures a way along the Earth: a degree of latitude is 111.2 km", () => {
  const way = wayMetres(Float64Array.from([35, 36]), Float64Array.from([139, 139]));
  expect(way / 1_000).toBeCloseTo(111.2, 1);
  expect(wayMetres(Float64Array.from([35]), Float64Array.from([139]))).toBe(0);
});
