/** What identifies a metric. */
export type Metric = {
  namespace: string;
  name: string;
  dimensions: Readonly<Record<string, string>>;
};

/** Values of a metric within a minute: their count, sum, minimum and maximum. */
export type Sample = { count: number; sum: number; min: number; max: number };

/** A value and how often it occurred. */
export function sampleOf(value: number, count = 1): Sample {
  return { count, sum: value * count, min: value, max: value };
}

/** Returns dimensions as a text that is equal for equal ones in any order. */
export function dimensionsText(dimensions: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(dimensions).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
