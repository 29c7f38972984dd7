import type { ExpressionSpecification, LayerSpecification } from "maplibre-gl";
import type { MapColours, Overlay } from "../map/map-style.ts";
import type { Area } from "../map/area.ts";
import { PageMap } from "../map/page-map.ts";
import type { Track } from "../track/read-track.ts";
import { trackLine } from "../track/track-line.ts";
import { cellFeatures, type Grid, gridAt, gridZooms, type Shading, shadeSteps } from "./cells.ts";

const gridIds = ["grid-0", "grid-1", "grid-2"] as const;

/** The map of a day: cells by their rows, coarse from afar and fine from near, and a device's way. */
export class DayMap {
  readonly #map: PageMap;

  /**
   * Throws an Error where the browser has no WebGL.
   * @param onGrid called with the index of the grid on show, while the map is zoomed
   */
  constructor(place: HTMLElement, onGrid: (grid: number) => void, onStreetsFault: (message: string) => void) {
    const overlay: Overlay = {
      sources: [...gridIds, "track", "head"],
      layers: (colours) => [...gridIds.map((_, index) => cellLayer(index, colours)), ...trackLayers(colours)],
    };
    this.#map = new PageMap(place, overlay, onStreetsFault);
    this.#map.gl.on("zoom", () => onGrid(gridAt(this.#map.gl.getZoom(), gridIds.length)));
  }

  /** Draws the cells of a picture, each grid for the zooms it is meant for. */
  show(grids: readonly Grid[]): void {
    for (const [index, grid] of grids.entries()) {
      this.#map.set(gridIds[index]!, cellFeatures(grid));
    }
  }

  /** Colours the cells of a grid. One that is not on show can wait until it is. */
  shade(grid: number, { shades }: Shading): void {
    this.#map.shade(gridIds[grid]!, shades);
  }

  /** Draws a device's way; nothing without one. */
  showTrack(track: Track | undefined): void {
    this.#map.set("track", trackLine(track));
  }

  /** Draws where a device was, in degrees; nothing without a place. */
  showHead(place: { longitude: number; latitude: number } | undefined): void {
    this.#map.set("head", {
      type: "FeatureCollection",
      features:
        place === undefined
          ? []
          : [
              {
                type: "Feature",
                geometry: { type: "Point", coordinates: [place.longitude, place.latitude] },
                properties: {},
              },
            ],
    });
  }

  /** Shows an area. */
  fit(area: Area): void {
    this.#map.fit(area);
  }

  remove(): void {
    this.#map.remove();
  }
}

function cellLayer(index: number, { shades, border }: MapColours): LayerSpecification {
  const maxzoom = gridZooms[index + 1];
  return {
    id: gridIds[index]!,
    type: "fill",
    source: gridIds[index]!,
    minzoom: gridZooms[index] ?? 0,
    ...(maxzoom !== undefined && { maxzoom }),
    paint: {
      "fill-color": shaded((step) => shades[step] ?? border),
      "fill-opacity": 0.85,
      "fill-outline-color": shaded(() => border),
    },
  };
}

/** A cell without a shade is not seen. */
function shaded(colourOf: (step: number) => string): ExpressionSpecification {
  const [first, ...others] = Array.from({ length: shadeSteps }, (_, step) => step);
  return [
    "match",
    ["feature-state", "shade"],
    first ?? 0,
    colourOf(first ?? 0),
    ...others.flatMap((step) => [step, colourOf(step)]),
    "rgba(0, 0, 0, 0)",
  ];
}

function trackLayers({ chosen, ring }: MapColours): LayerSpecification[] {
  return [
    {
      id: "track",
      type: "line",
      source: "track",
      layout: { "line-join": "round", "line-cap": "round" },
      paint: { "line-color": chosen, "line-width": 2.5 },
    },
    {
      id: "head",
      type: "circle",
      source: "head",
      paint: {
        "circle-radius": 8,
        "circle-color": chosen,
        "circle-stroke-color": ring,
        "circle-stroke-width": 2,
      },
    },
  ];
}
