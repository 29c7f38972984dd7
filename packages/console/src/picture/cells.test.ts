import { expect, it } from "vitest";
import { boundsOfCells, busiestCells, cellFeatures, gridAt, shadingOf, stepsOf } from "./cells.ts";

const hours = (counts: Record<number, number>) => Array.from({ length: 24 }, (_, hour) => counts[hour] ?? 0);
const grid = {
  cellsPerDegree: 10,
  cells: [
    [1397, 356, ...hours({ 9: 5, 10: 7 })],
    [-1, -1, ...hours({ 10: 1 })],
  ],
  otherCells: 0,
  otherRows: 0,
};

it("draws a cell as the square that it is, with its place in the list", () => {
  const [first, second] = cellFeatures(grid).features;
  expect(first!.geometry.coordinates[0]![0]).toEqual([139.7, 35.6]);
  expect(first!.geometry.coordinates[0]![2]).toEqual([139.8, 35.7]);
  expect([first!.id, second!.id]).toEqual([0, 1]);
  expect(second!.geometry.coordinates[0]![2]).toEqual([0, 0]);
});

it("shades the cells that have rows at an hour by how many, and no others", () => {
  expect(shadingOf(grid, undefined)).toEqual({ rows: [12, 1], bounds: [1, 12], shades: [1, 0] });
  expect(shadingOf(grid, 9)).toEqual({ rows: [5, 0], bounds: [1, 5], shades: [1, undefined] });
  expect(shadingOf(grid, 3)).toEqual({ rows: [0, 0], bounds: [1], shades: [undefined, undefined] });
});

it("lists the busiest cells of an hour", () => {
  const at = (hour: number) => busiestCells(grid, shadingOf(grid, hour), 10);
  expect(at(10).map(({ rows }) => rows)).toEqual([7, 1]);
  expect(at(9)).toEqual([{ latitude: 35.65, longitude: 139.75, rows: 5 }]);
});

it("gives each colour about as many cells, with round bounds", () => {
  const counts = Array.from({ length: 100 }, (_, index) => (index + 1) * 111);
  expect(stepsOf(counts)).toEqual([1, 2_300, 4_600, 6_800, 9_000]);
  expect(stepsOf([1, 1, 1])).toEqual([1]);
  expect(stepsOf([])).toEqual([1]);
});

it("shows the area of nearly all rows, without a stray fix", () => {
  const many = { ...grid, cells: [[1397, 356, ...hours({ 9: 1_000 })], grid.cells[1]!] };
  expect(boundsOfCells(many)).toEqual([139.7, 35.6, 139.8, 35.7]);
  expect(boundsOfCells(grid)?.[0]).toBe(-0.1);
  expect(boundsOfCells({ ...grid, cells: [] })).toBeUndefined();
});

it("draws finer grids from nearer", () => {
  expect([0, 6.9, 7, 9.5, 14].map((zoom) => gridAt(zoom, 3))).toEqual([0, 0, 1, 2, 2]);
  expect(gridAt(14, 1)).toBe(0);
});
