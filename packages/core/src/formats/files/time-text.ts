import { isCalendarDate, parseTimestamp } from "../../timestamps.ts";
import type { FileOptions } from "./file-record.ts";
import { instantOf } from "./zoned-time.ts";

/** An RFC 3339 time in UTC with six digits of a second, or why the text is not a time. */
export type ReadTime = { ok: true; timestamp: string } | { ok: false; reason: string };

export type TimeOptions = Pick<FileOptions, "timeZone" | "dateOrder">;

const dayMilliseconds = 86_400_000;
/** Day 0 of a spreadsheet, whose day 60 is the 29th of February 1900, which did not exist. */
const spreadsheetEpoch = Date.UTC(1899, 11, 30);

/** Units of a time since 1970, by the number's digits. */
const epochUnits = [
  { digits: [9, 10], perSecond: 1n },
  { digits: [12, 13], perSecond: 1_000n },
  { digits: [15, 16], perSecond: 1_000_000n },
  { digits: [18, 19], perSecond: 1_000_000_000n },
];

const dateParts = [
  /^(?<year>\d{4})(?<separator>[-/.])(?<month>\d{1,2})\k<separator>(?<day>\d{1,2})/,
  /^(?<year>\d{4})(?<month>\d\d)(?<day>\d\d)(?=[T ])/,
  /^(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>\d{4})/,
  /^(?<first>\d{1,2})(?<separator>[-/])(?<second>\d{1,2})\k<separator>(?<year>\d{4})/,
];

const timeOfDay =
  /^(?:[Tt]|,?\s+)(?<hour>\d{1,2}):?(?<minute>\d\d)(?::?(?<secondOfMinute>\d\d)(?:[.,](?<fraction>\d+))?)?\s*(?<half>[AaPp]\.?[Mm]\.?)?\s*/;

const zoneText = /^(?:(?<utc>[Zz]|UTC|GMT)|(?<sign>[+-])(?<hours>\d\d)(?::?(?<minutes>\d\d))?)?$/;

/**
 * Reads a time as databases, spreadsheets and loggers write it: RFC 3339, PostgreSQL's `2026-11-21
 * 09:00:00+00`, dates with slashes and dots, 12-hour clocks, seconds, milliseconds, microseconds or
 * nanoseconds since 1970, a spreadsheet's day number. Drops digits beyond the microsecond. A time without a
 * zone is in `timeZone`.
 */
export function readTime(text: string, options: TimeOptions): ReadTime {
  const trimmed = text.trim();
  // The form of most files, for which one pattern is enough.
  const standard = parseTimestamp(trimmed);
  if (standard) {
    return { ok: true, timestamp: `${standard.text.replace(" ", "T")}Z` };
  }
  if (/^\d+(?:\.\d+)?$/.test(trimmed)) {
    return readNumber(trimmed, options);
  }
  const date = dateParts.map((pattern) => pattern.exec(trimmed)).find((found) => found !== null);
  if (!date) {
    return { ok: false, reason: notATime(text) };
  }
  const day = readDate(date.groups ?? {}, options);
  if (typeof day !== "string") {
    return day;
  }
  return readTimeOfDay(text, { day, rest: trimmed.slice(date[0].length), options });
}

function readDate(
  groups: Partial<Record<string, string>>,
  { dateOrder }: TimeOptions,
): string | Extract<ReadTime, { ok: false }> {
  let { month, day } = groups;
  const { year = "", first = "", second = "" } = groups;
  if (month === undefined || day === undefined) {
    const order = dateOrder ?? certainOrder(Number(first), Number(second));
    if (order === undefined) {
      return {
        ok: false,
        reason: `${first}/${second}/${year} may have the day or the month first: say which`,
      };
    }
    [day, month] = order === "day-first" ? [first, second] : [second, first];
  }
  const date = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return isCalendarDate(date) ? date : { ok: false, reason: `${date} is not a calendar date` };
}

function certainOrder(first: number, second: number): FileOptions["dateOrder"] {
  if (first > 12 && second <= 12) {
    return "day-first";
  }
  return second > 12 && first <= 12 ? "month-first" : undefined;
}

function readTimeOfDay(
  text: string,
  { day, rest, options }: { day: string; rest: string; options: TimeOptions },
): ReadTime {
  const found = timeOfDay.exec(rest);
  if (found === null) {
    return {
      ok: false,
      reason: rest === "" ? `${JSON.stringify(text)} is a date without a time` : notATime(text),
    };
  }
  const { hour = "", minute = "", secondOfMinute = "0", fraction = "", half } = found.groups ?? {};
  const zone = zoneText.exec(rest.slice(found[0].length))?.groups;
  const hours = half === undefined ? Number(hour) : halfDayHours(Number(hour), half);
  if (zone === undefined || hours > 23 || Number(minute) > 59 || Number(secondOfMinute) > 59) {
    return { ok: false, reason: notATime(text) };
  }
  const wall =
    Date.parse(`${day}T00:00:00Z`) + ((hours * 60 + Number(minute)) * 60 + Number(secondOfMinute)) * 1_000;
  const { utc, sign, hours: zoneHours = "0", minutes: zoneMinutes = "0" } = zone;
  if (utc !== undefined || sign !== undefined) {
    const offset = (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60_000;
    return timestampOf(sign === "-" ? wall + offset : wall - offset, fraction);
  }
  return timestampOf(instantOf(wall, options.timeZone), fraction);
}

/**
 * 12 AM is midnight, 12 PM noon; an hour that a 12-hour clock does not have becomes 24, which is not valid.
 */
function halfDayHours(hour: number, half: string): number {
  if (hour < 1 || hour > 12) {
    return 24;
  }
  return (hour % 12) + (half.toLowerCase().startsWith("p") ? 12 : 0);
}

function readNumber(text: string, options: TimeOptions): ReadTime {
  const [whole = "", decimals = ""] = text.split(".");
  const unit = epochUnits.find(({ digits }) => digits.includes(whole.length));
  if (unit !== undefined) {
    const number = BigInt(whole);
    const rest = String(number % unit.perSecond).padStart(String(unit.perSecond).length - 1, "0");
    const fraction = `${unit.perSecond === 1n ? "" : rest}${decimals}`;
    return timestampOf(Number(number / unit.perSecond) * 1_000, fraction);
  }
  const days = Number(text);
  if (days >= 20_000 && days < 80_000) {
    const wall = Math.round((spreadsheetEpoch + days * dayMilliseconds) / 1_000) * 1_000;
    return timestampOf(instantOf(wall, options.timeZone), "");
  }
  return { ok: false, reason: notATime(text) };
}

function timestampOf(epochMilliseconds: number, fraction: string): ReadTime {
  const seconds = new Date(epochMilliseconds).toISOString().slice(0, -5);
  return { ok: true, timestamp: `${seconds}.${fraction.slice(0, 6).padEnd(6, "0")}Z` };
}

function notATime(text: string): string {
  return `${JSON.stringify(text.slice(0, 80))} is not a time`;
}
