import { SqlError } from "../../errors.ts";

/**
 * Abbreviations, which mean a fixed offset, in hours east of Greenwich; those alone that mean one zone.
 * https://docs.aws.amazon.com/redshift/latest/dg/time-zone-abbrev.html
 */
const abbreviations: Record<string, number> = {
  UTC: 0,
  UCT: 0,
  GMT: 0,
  ZULU: 0,
  Z: 0,
  WET: 0,
  WEST: 1,
  BST: 1,
  CET: 1,
  CEST: 2,
  EET: 2,
  EEST: 3,
  MSK: 3,
  HKT: 8,
  AWST: 8,
  JST: 9,
  KST: 9,
  AEST: 10,
  AEDT: 11,
  NZST: 12,
  NZDT: 13,
  EDT: -4,
  EST: -5,
  CDT: -5,
  CST: -6,
  MDT: -6,
  MST: -7,
  PDT: -7,
  PST: -8,
  AKDT: -8,
  AKST: -9,
  HST: -10,
};

/** `GMT+2`, `NEWZONE -2:15`: hours west of Greenwich, whatever the name before them. */
const posix = /^[A-Za-z_/]+ ?(?<sign>[+-]?)(?<hours>\d{1,2})(?::(?<minutes>\d{2}))?$/u;

/**
 * A zone of DuckDB's, and how many minutes further east the meant zone is: DuckDB's own offsets are of whole
 * hours.
 */
export type TimeZone = { name: string; minutesEast: number };

/**
 * Returns DuckDB's name of a time zone that Redshift names: an abbreviation is a fixed offset, POSIX offsets
 * count westwards, a name follows its zone's summer time. Throws `invalid_value` for another.
 * https://docs.aws.amazon.com/redshift/latest/dg/CONVERT_TIMEZONE.html (Time zone usage notes)
 */
export function resolveTimeZone(zone: string): TimeZone {
  const hours = Object.hasOwn(abbreviations, zone.toUpperCase())
    ? abbreviations[zone.toUpperCase()]
    : undefined;
  if (hours !== undefined) {
    return { name: offsetName(hours), minutesEast: 0 };
  }
  if (isZoneName(zone)) {
    return { name: zone, minutesEast: 0 };
  }
  const parts = posix.exec(zone)?.groups;
  if (!parts) {
    throw new SqlError("invalid_value", `time zone "${zone}" not recognized`);
  }
  const direction = parts["sign"] === "-" ? 1 : -1;
  return {
    name: offsetName(direction * Number(parts["hours"])),
    minutesEast: direction * Number(parts["minutes"] ?? 0),
  };
}

function offsetName(hoursEast: number): string {
  return `UTC${hoursEast < 0 ? "-" : "+"}${Math.abs(hoursEast)}`;
}

function isZoneName(zone: string): boolean {
  if (!/^[A-Za-z]/u.test(zone)) {
    return false;
  }
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch (error) {
    if (error instanceof RangeError) {
      return false;
    }
    throw error;
  }
}
