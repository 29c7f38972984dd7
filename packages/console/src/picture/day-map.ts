import type { ExpressionSpecification, FilterSpecification, LayerSpecification } from "maplibre-gl";
import type { MapColours, Overlay } from "../map/map-style.ts";
import type { Area } from "../map/area.ts";
import { PageMap } from "../map/page-map.ts";
import type { Track } from "../track/read-track.ts";
import { trackLine } from "../track/track-line.ts";
import { cellFeatures, countsAt, type Grid, gridAt, gridZooms, type Hour, stepsOf } from "./cells.ts";

const gridIds = ["grid-0", "grid-1", "grid-2"] as const;

/** The map of a day: cells by their rows, coarse from afar and fine from near, and a device's way. */
export class DayMap {
  readonly #map: PageMap;
  #grids: readonly Grid[] = [];
  #hour: Hour;

  /**
   * Throws an Error where the browser has no WebGL.
   * @param onGrid called with the index of the grid on show, after each zoom
   */
  constructor(place: HTMLElement, onGrid: (grid: number) => void, onStreetsFault: (message: string) => void) {
    const overlay: Overlay = {
      sources: [...gridIds, "track", "head"],
      layers: (colours) => [
        ...gridIds.map((_, index) => this.#cells(index, colours)),
        ...trackLayers(colours),
      ],
    };
    this.#map = new PageMap(place, overlay, onStreetsFault);
    this.#map.gl.on("zoomend", () => onGrid(gridAt(this.#map.gl.getZoom(), gridIds.length)));
  }

  /** Draws the cells of a picture, of an hour or the whole day. */
  show(grids: readonly Grid[], hour: Hour): void {
    const isNew = grids !== this.#grids;
    this.#grids = grids;
    this.#hour = hour;
    if (isNew) {
      for (const [index, grid] of grids.entries()) {
        this.#map.set(gridIds[index]!, cellFeatures(grid));
      }
    }
    const { gl } = this.#map;
    for (const [index, id] of gridIds.entries()) {
      if (gl.getLayer(id) !== undefined) {
        gl.setFilter(id, this.#filter());
        gl.setPaintProperty(id, "fill-color", this.#colour(index, this.#map.colours));
      }
    }
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

  #cells(index: number, colours: MapColours): LayerSpecification {
    const maxzoom = gridZooms[index + 1];
    return {
      id: gridIds[index]!,
      type: "fill",
      source: gridIds[index]!,
      minzoom: gridZooms[index] ?? 0,
      ...(maxzoom !== undefined && { maxzoom }),
      filter: this.#filter(),
      paint: {
        "fill-color": this.#colour(index, colours),
        "fill-opacity": 0.85,
        "fill-outline-color": colours.border,
      },
    };
  }

  #filter(): FilterSpecification {
    return ["has", this.#property];
  }

  #colour(index: number, { shades }: MapColours): ExpressionSpecification | string {
    const grid = this.#grids[index];
    const [, ...bounds] = grid === undefined ? [] : stepsOf(countsAt(grid, this.#hour));
    const first = shades[0] ?? "";
    return bounds.length === 0
      ? first
      : [
          "step",
          ["get", this.#property],
          first,
          ...bounds.flatMap((bound, step) => [bound, shades[step + 1] ?? first]),
        ];
  }

  get #property(): string {
    return this.#hour === undefined ? "all" : `h${this.#hour}`;
  }
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
