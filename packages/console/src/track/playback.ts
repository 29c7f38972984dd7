/** Seconds of the day that pass in a second of playing. */
export const paces = [60, 300, 1_800] as const;

/** Returns the index of the last fix at a time or before it; -1 before the first. */
export function fixAt(times: Float64Array, time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) <= time) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}

/** Returns the time that playing has come to, at most the last. */
export function playedTo(
  from: number,
  elapsedMilliseconds: number,
  { pace, last }: { pace: number; last: number },
): number {
  return Math.min(last, from + elapsedMilliseconds * pace);
}

/** Returns the great-circle length of a way in metres; fixes without a position are left out. */
export function wayMetres(latitudes: Float64Array, longitudes: Float64Array): number {
  const radius = 6_371_008.8;
  const radians = Math.PI / 180;
  let metres = 0;
  for (let index = 1; index < latitudes.length; index += 1) {
    const [from, to] = [(latitudes[index - 1] ?? 0) * radians, (latitudes[index] ?? 0) * radians];
    const east = ((longitudes[index] ?? 0) - (longitudes[index - 1] ?? 0)) * radians;
    const square = Math.sin((to - from) / 2) ** 2 + Math.cos(from) * Math.cos(to) * Math.sin(east / 2) ** 2;
    metres += 2 * radius * Math.asin(Math.sqrt(Math.min(1, square)));
  }
  return metres;
}
