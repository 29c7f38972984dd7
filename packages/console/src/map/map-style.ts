import type { LayerSpecification, StyleSpecification } from "maplibre-gl";
import type { Streets } from "./streets.ts";

const nothing: GeoJSON.FeatureCollection = { type: "FeatureCollection", features: [] };

/** The map's colours, which are the page's. */
export type MapColours = {
  water: string;
  land: string;
  border: string;
  device: string;
  chosen: string;
  ring: string;
  /** From few to many. */
  shades: readonly string[];
};

/** What a page draws over the land. */
export type Overlay = {
  /** Names of the sources, which the page fills. */
  sources: readonly string[];
  layers: (colours: MapColours) => LayerSpecification[];
};

/** Returns the map's style: land and borders in the page's colours, streets if any, and the overlay. */
export function mapStyle(
  colours: MapColours,
  { sources, layers }: Overlay,
  streets?: Streets,
): StyleSpecification {
  const data = { type: "geojson", data: nothing } as const;
  return {
    ...streets,
    version: 8,
    sources: {
      ...streets?.sources,
      land: { ...data, attribution: "Natural Earth" },
      borders: data,
      ...Object.fromEntries(sources.map((name) => [name, data])),
    },
    layers: [
      { id: "water", type: "background", paint: { "background-color": colours.water } },
      { id: "land", type: "fill", source: "land", paint: { "fill-color": colours.land } },
      {
        id: "coast",
        type: "line",
        source: "land",
        paint: { "line-color": colours.border, "line-width": 0.8 },
      },
      {
        id: "borders",
        type: "line",
        source: "borders",
        paint: { "line-color": colours.border, "line-width": 0.6, "line-dasharray": [3, 2] },
      },
      ...(streets?.layers ?? []),
      ...layers(colours),
    ],
  };
}

/** Reads the colours of the page as it is shown. */
export function pageColours(element: Element): MapColours {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    water: colour("map-water"),
    land: colour("map-land"),
    border: colour("map-border"),
    device: colour("accent"),
    chosen: colour("mark"),
    ring: colour("surface"),
    shades: [1, 2, 3, 4, 5].map((shade) => colour(`shade-${shade}`)),
  };
}
