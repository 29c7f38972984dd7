import { expect, it } from "vitest";
import { unbroken } from "./unbroken.ts";

function landOf(...rings: [number, number][][]): GeoJSON.Feature {
  return {
    type: "Feature",
    geometry: { type: "MultiPolygon", coordinates: rings.map((ring) => [ring]) },
    properties: {},
  };
}

it("goes on beyond the antimeridian, as the east of Siberia does", () => {
  const siberia = landOf([
    [170, 70],
    [179, 69],
    [-180, 68],
    [-170, 66],
    [179, 65],
    [170, 70],
  ]);
  expect(unbroken(siberia)).toEqual(
    landOf([
      [170, 70],
      [179, 69],
      [180, 68],
      [190, 66],
      [179, 65],
      [170, 70],
    ]),
  );
});

it("leaves land alone that is on one side, or around a pole", () => {
  const honshu = landOf([
    [139, 35],
    [141, 35],
    [140, 41],
    [139, 35],
  ]);
  const antarctica = landOf([
    [-180, -84],
    [-90, -75],
    [0, -70],
    [90, -66],
    [180, -84],
    [-180, -84],
  ]);
  expect(unbroken(honshu)).toEqual(honshu);
  expect(unbroken(antarctica)).toEqual(antarctica);
  expect(unbroken({ type: "FeatureCollection", features: [antarctica] })).toEqual({
    type: "FeatureCollection",
    features: [antarctica],
  });
});
