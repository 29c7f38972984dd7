import type { components } from "../api/schema.d.ts";
import { type Area, areaOf } from "../map/area.ts";

export type Picture = components["schemas"]["Picture"];
export type Grid = Picture["grids"][number];
/** An hour from 0 to 23; undefined is the whole day. */
export type Hour = number | undefined;

/** The steps of the map's colours. */
export const shadeSteps = 5;

/** Returns a grid's cells as squares, each with its place in the list as its id. */
export function cellFeatures({ cellsPerDegree, cells }: Grid): GeoJSON.FeatureCollection<GeoJSON.Polygon> {
  return {
    type: "FeatureCollection",
    features: cells.map(([x = 0, y = 0], id) => {
      const [west, south] = [x / cellsPerDegree, y / cellsPerDegree];
      const [east, north] = [(x + 1) / cellsPerDegree, (y + 1) / cellsPerDegree];
      return {
        type: "Feature",
        id,
        geometry: {
          type: "Polygon",
          coordinates: [
            [
              [west, south],
              [east, south],
              [east, north],
              [west, north],
              [west, south],
            ],
          ],
        },
        properties: {},
      };
    }),
  };
}

/** The cells of a grid at an hour, or of the whole day; each list has the order of the grid's cells. */
export type Shading = {
  rows: readonly number[];
  /** From how many rows on a cell has each step of the colours, as `stepsOf` tells. */
  bounds: readonly number[];
  /** The step of each cell's colour, from 0; undefined where it has no rows. */
  shades: readonly (number | undefined)[];
};

/** Returns how the cells of a grid are shaded. */
export function shadingOf({ cells }: Grid, hour: Hour): Shading {
  const rows = cells.map((cell) => (hour === undefined ? rowsOfDay(cell) : (cell[hour + 2] ?? 0)));
  const bounds = stepsOf(rows.filter((count) => count > 0));
  const shades = rows.map((count) =>
    count === 0 ? undefined : bounds.findLastIndex((bound) => count >= bound),
  );
  return { rows, bounds, shades };
}

/** Returns the cells with the most rows, first the one that has most, by their middles in degrees. */
export function busiestCells({ cells, cellsPerDegree }: Grid, { rows }: Shading, most: number) {
  return [...rows.entries()]
    .filter(([, count]) => count > 0)
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, most)
    .map(([index, count]) => {
      const [x = 0, y = 0] = cells[index]!;
      return { latitude: (y + 0.5) / cellsPerDegree, longitude: (x + 0.5) / cellsPerDegree, rows: count };
    });
}

/**
 * Returns from how many rows on a cell has each step of the colours: at most five numbers, the first 1, each
 * with about a fifth of the cells, as few cells of a city have most of the rows.
 */
export function stepsOf(counts: readonly number[]): number[] {
  const ordered = Float64Array.from(counts).sort();
  const bounds = new Set([1]);
  for (let step = 1; step < shadeSteps; step += 1) {
    const bound = rounded(ordered[Math.floor((step * ordered.length) / shadeSteps)] ?? 1);
    if (bound > Math.max(...bounds)) {
      bounds.add(bound);
    }
  }
  return [...bounds];
}

/** Two digits that count are enough for a legend. */
function rounded(count: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, count))) - 1);
  return Math.round(count / unit) * unit;
}

/** Returns the area of the cells that hold nearly all rows; undefined without cells. */
export function boundsOfCells({ cellsPerDegree, cells }: Grid, share = 0.995): Area | undefined {
  const total = cells.reduce((all, cell) => all + rowsOfDay(cell), 0);
  let held = 0;
  const corners: [number, number][] = [];
  // The cells with the most rows come first: a stray fix on another continent is not worth the zoom.
  for (const cell of cells) {
    if (corners.length > 0 && held >= share * total) {
      break;
    }
    held += rowsOfDay(cell);
    const [x = 0, y = 0] = cell;
    corners.push([x, y], [x + 1, y + 1]);
  }
  return areaOf(
    corners.map(([x]) => x / cellsPerDegree),
    corners.map(([, y]) => y / cellsPerDegree),
  );
}

/** Zooms from which each grid is drawn, from coarse to fine: a cell is then some 10 pixels wide. */
export const gridZooms = [0, 7, 9.5];

/** Returns the index of the grid to draw at a zoom. */
export function gridAt(zoom: number, grids: number): number {
  return Math.min(
    grids - 1,
    gridZooms.findLastIndex((from) => zoom >= from),
  );
}

/** A cell is its place, then its rows by hour. */
function rowsOfDay(cell: readonly number[]): number {
  let rows = 0;
  for (let index = 2; index < cell.length; index += 1) {
    rows += cell[index] ?? 0;
  }
  return rows;
}
