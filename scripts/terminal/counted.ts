import { numberText } from "./text-table.ts";

/**
 * Returns a count with its noun in agreement: `1 row`, `2,000 rows`. A plural that is not formed by `s` is
 * passed as `many`.
 */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${numberText(count)} ${count === 1 ? one : many}`;
}
