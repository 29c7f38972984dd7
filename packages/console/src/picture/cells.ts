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

/** Returns the rows of each cell at an hour that has some. */
export function countsAt(grid: Grid, hour: Hour): number[] {
  return rowsAt(grid, hour).filter((count) => count > 0);
}

/** Returns the step of the colours of each cell, from 0, at an hour; undefined where it has no rows then. */
export function shadesAt(grid: Grid, hour: Hour): (number | undefined)[] {
  const bounds = stepsOf(countsAt(grid, hour));
  return rowsAt(grid, hour).map((count) =>
    count === 0 ? undefined : bounds.findLastIndex((bound) => count >= bound),
  );
}

function rowsAt({ cells }: Grid, hour: Hour): number[] {
  return cells.map((cell) => (hour === undefined ? sum(cell.slice(2)) : (cell[hour + 2] ?? 0)));
}

/**
 * Returns from how many rows on a cell has each step of the colours: at most five numbers, the first 1, each
 * with about a fifth of the cells, as few cells of a city have most of the rows.
 */
export function stepsOf(counts: readonly number[]): number[] {
  const ordered = counts.toSorted((one, other) => one - other);
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
  const total = sum(cells.map(([, , ...hours]) => sum(hours)));
  let held = 0;
  const corners: [number, number][] = [];
  // The cells with the most rows come first: a stray fix on another continent is not worth the zoom.
  for (const [x = 0, y = 0, ...hours] of cells) {
    if (corners.length > 0 && held >= share * total) {
      break;
    }
    held += sum(hours);
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

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
