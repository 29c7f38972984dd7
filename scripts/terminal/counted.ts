import { numberText } from "./text-table.ts";

/**
 * Returns a count with its noun: `1 row`, `2,000 rows`. `many` is the plural, if it is not formed with `s`.
 */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${numberText(count)} ${count === 1 ? one : many}`;
}
