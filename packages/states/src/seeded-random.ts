/** Returns the first `nextDouble()` of java.util.Random: the same seed gives the same number, 0 ≤ n < 1. */
export function seededRandom(seed: number): number {
  const mask = (1n << 48n) - 1n;
  const multiplier = 0x5deece66dn;
  const first = (((BigInt(Math.trunc(seed)) ^ multiplier) & mask) * multiplier + 0xbn) & mask;
  const second = (first * multiplier + 0xbn) & mask;
  return Number(((first >> 22n) << 27n) + (second >> 21n)) / 2 ** 53;
}
