const minutes = 10;

/** Returns the sums of each ten minutes of a count of each minute; the last column may be of fewer. */
export function tenMinutes(perMinute: readonly number[]): number[] {
  return Array.from({ length: Math.ceil(perMinute.length / minutes) }, (_, column) =>
    perMinute.slice(column * minutes, (column + 1) * minutes).reduce((sum, count) => sum + count, 0),
  );
}
