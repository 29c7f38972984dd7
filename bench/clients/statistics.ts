import { median } from "../median.ts";

/** Of two kinds' medians, how many of 1,000 shufflings of their samples are further apart: 5 % are chance. */
export function shareFurtherApart(one: readonly number[], other: readonly number[]): number {
  const apart = Math.abs(median(one) - median(other));
  const all = [...one, ...other];
  let further = 0;
  for (let round = 0; round < 1_000; round += 1) {
    for (let index = all.length - 1; index > 0; index -= 1) {
      const swapped = Math.floor(Math.random() * (index + 1));
      [all[index], all[swapped]] = [all[swapped] ?? 0, all[index] ?? 0];
    }
    further += Math.abs(median(all.slice(0, one.length)) - median(all.slice(one.length))) >= apart ? 1 : 0;
  }
  return further / 1_000;
}
