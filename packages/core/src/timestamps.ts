/** An instant with microseconds. */
export type UtcTimestamp = {
  /** Milliseconds since 1970-01-01T00:00:00Z, without the microseconds. */
  epochMilliseconds: number;
  /**
   * `yyyy-MM-dd HH:mm:ss.SSSSSS` in UTC: the only text form of a timestamp that Redshift Spectrum reads from
   * a text file.
   */
  text: string;
};

const leapYear = String.raw`(?:\d\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)`;

/**
 * The source of a pattern, without groups, for exactly the dates of the Gregorian calendar, `yyyy-MM-dd`,
 * from 0001-01-01.
 */
export const datePattern =
  "(?!0000)(?:" +
  [
    String.raw`\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])`,
    String.raw`\d{4}-(?:0[13-9]|1[0-2])-(?:29|30)`,
    String.raw`\d{4}-(?:0[13578]|1[02])-31`,
    `${leapYear}-02-29`,
  ].join("|") +
  ")";

/**
 * The source of a pattern, without groups, for a time of day to the second, `HH:mm:ss`. Does not match leap
 * seconds.
 */
export const timePattern = String.raw`(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d`;

const calendarDate = new RegExp(`^${datePattern}$`);

const rfc3339 = new RegExp(
  `^(?<date>${datePattern})[Tt](?<time>${timePattern})` +
    String.raw`(?:\.(?<fraction>\d+))?(?:[Zz]|(?<sign>[+-])(?<offset>(?:[01]\d|2[0-3]):[0-5]\d))$`,
);

/**
 * Reads an RFC 3339 time with a zone (https://www.rfc-editor.org/rfc/rfc3339#section-5.6) without
 * floating-point numbers: keeps six digits of the fraction exactly, and drops the rest. Returns undefined if
 * the text is not such a time, has a date that does not exist or a leap second, or lies outside the years
 * 0001 to 9999 in UTC.
 */
export function parseTimestamp(text: string): UtcTimestamp | undefined {
  const found = rfc3339.exec(text)?.groups;
  if (found === undefined) {
    return undefined;
  }
  const zone = found["offset"] === undefined ? "Z" : `${found["sign"]}${found["offset"]}`;
  const seconds = Date.parse(`${found["date"]}T${found["time"]}${zone}`);
  const fraction = (found["fraction"] ?? "").slice(0, 6).padEnd(6, "0");
  const epochMilliseconds = seconds + Number(fraction.slice(0, 3));
  const iso = new Date(epochMilliseconds).toISOString();
  if (iso.length !== 24 || iso.startsWith("0000")) {
    return undefined;
  }
  return { epochMilliseconds, text: `${iso.slice(0, 10)} ${iso.slice(11, 19)}.${fraction}` };
}

/**
 * Returns the table's text for an instant in milliseconds since 1970. Throws a RangeError outside the range
 * of a Date.
 */
export function timestampText(epochMilliseconds: number): string {
  const iso = new Date(epochMilliseconds).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 23)}000`;
}

/** Returns whether the text is a day of the Gregorian calendar, `yyyy-MM-dd`, from 0001-01-01. */
export function isCalendarDate(text: string): boolean {
  return calendarDate.test(text);
}
