/** What identifies a metric. */
export type Metric = {
  namespace: string;
  name: string;
  dimensions: Readonly<Record<string, string>>;
};

/** Values of a metric within a minute: so many that sum up to so much, between two bounds. */
export type Sample = { count: number; sum: number; min: number; max: number };

/** A value, so many times. */
export function sampleOf(value: number, count = 1): Sample {
  return { count, sum: value * count, min: value, max: value };
}

/** Returns dimensions as a text that is the same for the same ones, in whatever order. */
export function dimensionsText(dimensions: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(dimensions).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
