/**
 * Returns a policy document in a normal form, in which equivalent documents are equal: IAM may return a list
 * of one element as a text, and lists and members in another order.
 */
export function comparablePolicy(value: unknown): unknown {
  if (Array.isArray(value)) {
    const [only, ...others] = value.map(comparablePolicy);
    return others.length === 0 && only !== undefined ? only : sorted([only, ...others]);
  }
  if (value === null || typeof value !== "object") {
    return value;
  }
  const members = Object.entries(value).map(([name, member]): [string, unknown] => [
    name,
    comparablePolicy(member),
  ]);
  return Object.fromEntries(members.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function sorted(values: readonly unknown[]): unknown[] {
  return values
    .filter((value) => value !== undefined)
    .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
