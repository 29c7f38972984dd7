import * as z from "zod";
import { DomainError } from "../errors.ts";
import { hoursOfDay, type Picture, pictureBounds, pictureFormat, type PictureGrid } from "./picture.ts";
import { countedQualities } from "./picture-sql.ts";

/** A value of a query's result. */
type ResultValue = string | number | null;
/** The rows that the statements of `pictureStatements` returned. */
export type PictureResults = {
  hours: readonly ResultValue[][];
  devices: readonly ResultValue[][];
  grids: readonly { perDegree: number; rows: readonly ResultValue[][] }[];
};

/** What the picture is of, and when it was drawn. */
export type PictureHead = Pick<
  Picture,
  "date" | "timeZone" | "version" | "run" | "drawnAt" | "lateRows" | "conflicts" | "ledger"
>;

const buckets = {
  gaps: pictureBounds.gapSeconds.length + 1,
  speeds: pictureBounds.speedMetresPerSecond.length + 1,
  accuracies: pictureBounds.accuracyMetres.length + 1,
};

/**
 * Returns the picture of what the statements counted. Throws DomainError LedgerMismatch if the cells of a
 * grid hold more rows than the hours, ZodError for a value that is not of the statements' form.
 */
export function makePicture(head: PictureHead, { hours, devices, grids }: PictureResults): Picture {
  const ofHours = hours.map(hourOf);
  const rows = sum(ofHours.map((hour) => hour.rows));
  const placed = rows - sum(ofHours.map(({ quality }) => quality.zero));
  const { lateRows, conflicts, ledger, ...named } = head;
  return {
    format: pictureFormat,
    ...named,
    rows,
    lateRows,
    conflicts,
    ...(ledger !== undefined && { ledger }),
    devices: devices[0] === undefined ? 0 : numberAt(devices[0], 5),
    bounds: {
      gapSeconds: [...pictureBounds.gapSeconds],
      speedMetresPerSecond: [...pictureBounds.speedMetresPerSecond],
      accuracyMetres: [...pictureBounds.accuracyMetres],
    },
    hours: ofHours,
    busiest: devices.map((row) => ({
      source: textAt(row, 0),
      device: textAt(row, 1),
      rows: numberAt(row, 2),
      first: textAt(row, 3),
      last: textAt(row, 4),
    })),
    grids: grids.map((grid) => gridOf(grid, placed)),
  };
}

function hourOf(row: readonly ResultValue[]): Picture["hours"][number] {
  let at = 0;
  const next = () => numberAt(row, at++);
  const list = (length: number) => Array.from({ length }, next);
  const [hour, rows, devices] = [next(), next(), next()];
  const [ok, zero, speed, jump] = countedQualities.map(next);
  return {
    hour,
    rows,
    devices,
    quality: { ok: ok ?? 0, zero: zero ?? 0, speed: speed ?? 0, jump: jump ?? 0 },
    gaps: list(buckets.gaps),
    speeds: list(buckets.speeds),
    accuracies: list(buckets.accuracies),
  };
}

function gridOf({ perDegree, rows }: PictureResults["grids"][number], placed: number): PictureGrid {
  const countAt = 2 + hoursOfDay;
  const listed = sum(rows.map((row) => numberAt(row, countAt)));
  if (listed > placed) {
    throw new DomainError(
      "LedgerMismatch",
      `The cells of the grid of ${perDegree} a degree hold ${listed} rows, and the hours ${placed}`,
    );
  }
  const cells = rows[0] === undefined ? 0 : numberAt(rows[0], countAt + 1);
  return {
    cellsPerDegree: perDegree,
    cells: rows.map((row) => Array.from({ length: countAt }, (_, index) => numberAt(row, index))),
    otherCells: cells - rows.length,
    otherRows: placed - listed,
  };
}

function numberAt(row: readonly ResultValue[], index: number): number {
  return z.int().parse(row[index]);
}

function textAt(row: readonly ResultValue[], index: number): string {
  return z.string().parse(row[index]);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
