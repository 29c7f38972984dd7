const pattern =
  /^(?<date>\d{4}-\d\d-\d\d)(?<separator>[Tt ])(?<time>(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.(?<fraction>\d+))?(?<zone>[Zz]|[+-]\d\d:\d\d)?$/;

/**
 * Microseconds since 1970 of a time in a file: RFC 3339, or `yyyy-MM-dd HH:mm:ss[.ffffff]`, which without a
 * zone is UTC. Further digits are cut off. Undefined for any other text.
 */
export function readInputTime(text: string): number | undefined {
  const { date = "", separator, time, fraction = "", zone } = pattern.exec(text)?.groups ?? {};
  const midnight = Date.parse(`${date}T00:00:00Z`);
  // Date.parse takes February 30 for March 2.
  if (Number.isNaN(midnight) || !new Date(midnight).toISOString().startsWith(date)) {
    return undefined;
  }
  if (zone === undefined && separator !== " ") {
    return undefined;
  }
  const second = Date.parse(`${date}T${time}${(zone ?? "Z").toUpperCase()}`);
  return Number.isNaN(second) ? undefined : second * 1_000 + Number(fraction.slice(0, 6).padEnd(6, "0"));
}
