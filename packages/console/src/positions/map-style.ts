import type { StyleSpecification } from "maplibre-gl";

const nothing: GeoJSON.FeatureCollection = { type: "FeatureCollection", features: [] };

/** The sources that the map fills. */
export const sourceNames = { land: "land", borders: "borders", devices: "devices" } as const;

/** The map's colours, which are the page's. */
export type MapColours = {
  water: string;
  land: string;
  border: string;
  device: string;
  chosen: string;
  ring: string;
};

/** Returns the map's style: land, borders and devices, in the page's colours. */
export function mapStyle(colours: MapColours): StyleSpecification {
  const data = { type: "geojson", data: nothing } as const;
  return {
    version: 8,
    sources: {
      land: { ...data, attribution: "Natural Earth" },
      borders: data,
      devices: data,
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
      {
        id: "devices",
        type: "circle",
        source: "devices",
        paint: {
          "circle-radius": ["case", ["get", "isChosen"], 9, 5.5],
          "circle-color": ["case", ["get", "isChosen"], colours.chosen, colours.device],
          "circle-stroke-color": colours.ring,
          "circle-stroke-width": 1.5,
        },
      },
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
  };
}
