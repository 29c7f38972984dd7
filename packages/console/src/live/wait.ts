const firstMilliseconds = 1_000;
const maxMilliseconds = 30_000;

/**
 * Returns how long to wait before the next connection: twice as long after each that failed in a row, up to
 * half a minute, less up to a half by chance, so that not all pages come back at once.
 * @param failures connections that failed since the last one that opened
 * @param chance from 0 to below 1
 */
export function waitMilliseconds(failures: number, chance: number): number {
  const longest = Math.min(firstMilliseconds * 2 ** failures, maxMilliseconds);
  return longest * (1 - chance / 2);
}
