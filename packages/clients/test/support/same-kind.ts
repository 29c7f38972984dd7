/**
 * Returns what kind of value it is: the names of its members and the kinds of their values. Of a list, the
 * kind of its first member.
 */
export function kindOf(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.slice(0, 1).map(kindOf);
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .map(([name, member]): [string, unknown] => [name, kindOf(member)])
        .toSorted(([a], [b]) => a.localeCompare(b)),
    );
  }
  return value === null ? "null" : typeof value;
}

/** Returns a value without what differs from request to request: ids, runs and dates. */
export function withoutChance(value: unknown): unknown {
  const text = JSON.stringify(value)
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "ID")
    .replaceAll(/api-[0-9a-f]{16}/g, "RUN")
    .replaceAll(/of \d{4}-\d\d-\d\d has/g, "of DATE has");
  return JSON.parse(text);
}
