import type { Hour, Picture } from "./cells.ts";

/** A bucket of a distribution: its bounds, without an upper one for the last, and its rows. */
export type Bucket = { from: number; to: number | undefined; rows: number };

/** What the statistics show: of the whole day, or of an hour. */
export type Shown = {
  rows: number;
  /** Devices of the hour, or of the day. */
  devices: number;
  quality: Picture["hours"][number]["quality"];
  gaps: Bucket[];
  speeds: Bucket[];
  accuracies: Bucket[];
};

/** Returns the statistics of an hour, or of the whole day. */
export function statisticsOf({ hours, devices, bounds }: Picture, hour: Hour): Shown {
  const shown = hour === undefined ? hours : hours.filter((each) => each.hour === hour);
  const total = (pick: (each: Picture["hours"][number]) => number) =>
    shown.reduce((sum, each) => sum + pick(each), 0);
  const buckets = (pick: (each: Picture["hours"][number]) => number[], ends: readonly number[]) =>
    Array.from({ length: ends.length + 1 }, (_, index) => ({
      from: ends[index - 1] ?? 0,
      to: ends[index],
      rows: total((each) => pick(each)[index] ?? 0),
    }));
  return {
    rows: total(({ rows }) => rows),
    devices: hour === undefined ? devices : total((each) => each.devices),
    quality: {
      ok: total(({ quality }) => quality.ok),
      zero: total(({ quality }) => quality.zero),
      speed: total(({ quality }) => quality.speed),
      jump: total(({ quality }) => quality.jump),
    },
    gaps: buckets(({ gaps }) => gaps, bounds.gapSeconds),
    speeds: buckets(({ speeds }) => speeds, bounds.speedMetresPerSecond),
    accuracies: buckets(({ accuracies }) => accuracies, bounds.accuracyMetres),
  };
}

/** Returns a value for each of the 24 hours. */
export function byHour({ hours }: Picture, pick: (each: Picture["hours"][number]) => number): number[] {
  const values = Array.from({ length: 24 }, () => 0);
  for (const each of hours) {
    values[each.hour] = pick(each);
  }
  return values;
}
