/** A source of random numbers: equal seeds yield equal numbers, on every machine. */
export type Random = {
  /** From 0 up to but excluding 1. */
  next: () => number;
  /** Uniform from `low` to `high`. */
  between: (low: number, high: number) => number;
  /** A whole number from 0 up to but excluding `count`. */
  below: (count: number) => number;
  /** Normal, with mean 0 and standard deviation 1. */
  normal: () => number;
  chance: (probability: number) => boolean;
  pick: <Item>(items: readonly [Item, ...Item[]]) => Item;
};

/**
 * Mulberry32, with 32 bits of state: good enough for a fleet.
 * https://gist.github.com/tommyettinger/46a874533244883189143505d203312c
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number): number => Math.floor(next() * count);
  return {
    next,
    between: (low, high) => low + next() * (high - low),
    below,
    // Box and Muller; 1 - next() is never 0.
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    chance: (probability) => next() < probability,
    pick: (items) => items[below(items.length)] ?? items[0],
  };
}
