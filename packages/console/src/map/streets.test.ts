import { expect, it } from "vitest";
import { streetsOf } from "./streets.ts";

it("names a style's sources and layers apart, with URLs that hold in another style", () => {
  const streets = streetsOf(
    {
      version: 8,
      glyphs: "fonts/{fontstack}/{range}.pbf",
      sprite: [{ id: "default", url: "/sprite" }],
      sources: {
        roads: { type: "vector", tiles: ["{z}/{x}/{y}.pbf", "https://b.example.org/{z}/{x}/{y}.pbf"] },
        land: { type: "geojson", data: "land.json" },
      },
      layers: [
        { id: "land", type: "background" },
        { id: "track", type: "line", source: "roads", "source-layer": "roads" },
      ],
    },
    "https://maps.example.org/styles/a.json?key=1",
  );
  expect(streets).toEqual({
    glyphs: "https://maps.example.org/styles/fonts/{fontstack}/{range}.pbf",
    sprite: [{ id: "default", url: "https://maps.example.org/sprite" }],
    sources: {
      "streets roads": {
        type: "vector",
        tiles: ["https://maps.example.org/styles/{z}/{x}/{y}.pbf", "https://b.example.org/{z}/{x}/{y}.pbf"],
      },
      "streets land": { type: "geojson", data: "https://maps.example.org/styles/land.json" },
    },
    layers: [
      { id: "streets land", type: "background" },
      { id: "streets track", type: "line", source: "streets roads", "source-layer": "roads" },
    ],
  });
});
