import { SqlError } from "../../errors.ts";
import { resolveTimeZone } from "./time-zone.ts";

const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");

const dateForms = [
  // 1999-01-08, 1999/1/8
  String.raw`(?<year>\d{4})[-/](?<month>\d{1,2})[-/](?<day>\d{1,2})`,
  // 2008.366: the day of the year
  String.raw`(?<year>\d{4})\.(?<dayOfYear>\d{3})`,
  // 20080215
  String.raw`(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})`,
  // 080215
  String.raw`(?<year>\d{2})(?<month>\d{2})(?<day>\d{2})`,
  // 1/8/1999, 01-02-00: month, day, year
  String.raw`(?<month>\d{1,2})[-/.](?<day>\d{1,2})[-/.](?<year>\d{4}|\d{2})`,
  // Jan-31-2000, January 31, 2000
  String.raw`(?<month>[A-Za-z]{3,9})[- ](?<day>\d{1,2})(?:[-]|,? )(?<year>\d{4})`,
  // 31-Jan-2000
  String.raw`(?<day>\d{1,2})[- ](?<month>[A-Za-z]{3,9})[- ](?<year>\d{4})`,
  // 2000-Jan-31
  String.raw`(?<year>\d{4})[- ](?<month>[A-Za-z]{3,9})[- ](?<day>\d{1,2})`,
];

/** 04:05:06.789, 04:05, 040506, 04:05 PM */
const timeForm =
  String.raw`(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?<fraction>\.\d{0,9})?)?(?: ?(?<half>[AaPp][Mm]))?` +
  String.raw`|(?<compactHour>\d{2})(?<compactMinute>\d{2})(?<compactSecond>\d{2})(?<compactFraction>\.\d{0,9})?`;
const zoneForm = String.raw`(?<offset>[+-]\d{1,2}(?::?\d{2})?)|(?<zone>[A-Za-z][\w/]*)`;

const forms = dateForms.map(
  (form) => new RegExp(`^${form}(?:(?:[ T]+)(?:${timeForm})(?: ?(?:${zoneForm}))?)?$`, "u"),
);
const timeOnly = new RegExp(`^(?:${timeForm})$`, "u");

type Parts = Record<string, string | undefined>;

/** Days after the day of the statement. */
const specialDays: Record<string, number> = { yesterday: -1, today: 0, tomorrow: 1 };

const millisecondsPerDay = 86_400_000;

/**
 * Returns the text of a date or timestamp in the one form that DuckDB reads, `yyyy-mm-dd hh:mm:ss.ffffff`; a
 * DATE has no time, and a TIMESTAMPTZ ends in its offset. `now` is the statement's start, in milliseconds
 * since 1970, for `now`, `today` and their like. Throws `invalid_value` for text of another form.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_Date_and_time_literals.html
 */
export function dateLiteral(text: string, kind: "date" | "timestamp" | "timestamptz", now: number): string {
  const special = specialValue(text.trim().toLowerCase(), now);
  if (special !== undefined) {
    return kind === "date" ? special.slice(0, 10) : withZone(special, kind, "");
  }
  for (const form of forms) {
    const parts = form.exec(text.trim())?.groups;
    const day = parts && dayOf(parts, text);
    if (!parts || day === undefined) {
      continue;
    }
    if (kind === "date") {
      return day;
    }
    return withZone(`${day} ${timeOf(parts, text) ?? "00:00:00"}`, kind, zoneOf(parts));
  }
  throw new SqlError("invalid_value", `invalid input syntax for type ${typeNames[kind]}: "${text}"`);
}

/** Returns the text of a TIME as DuckDB reads it. Throws `invalid_value` for text of another form. */
export function timeLiteral(text: string): string {
  const parts = timeOnly.exec(text.trim())?.groups;
  const time = parts && timeOf(parts, text);
  if (time === undefined) {
    throw new SqlError("invalid_value", `invalid input syntax for type time: "${text}"`);
  }
  return time;
}

const typeNames = { date: "date", timestamp: "timestamp", timestamptz: "timestamp with time zone" };

function specialValue(word: string, now: number): string | undefined {
  if (word === "epoch") {
    return "1970-01-01 00:00:00";
  }
  if (word === "now") {
    return new Date(now).toISOString().slice(0, 23).replace("T", " ");
  }
  const days = Object.hasOwn(specialDays, word) ? specialDays[word] : undefined;
  if (days === undefined) {
    return undefined;
  }
  return `${new Date(now + days * millisecondsPerDay).toISOString().slice(0, 10)} 00:00:00`;
}

/** Returns the day as `yyyy-mm-dd`, or undefined where a word is not a month's name. */
function dayOf({ year = "", month, day = "", dayOfYear }: Parts, text: string): string | undefined {
  if (dayOfYear !== undefined) {
    const date = new Date(Date.UTC(Number(year), 0, Number(dayOfYear)));
    if (date.getUTCFullYear() !== Number(year)) {
      throw outOfRange(text);
    }
    return date.toISOString().slice(0, 10);
  }
  const number = monthNumber(month ?? "");
  if (number === undefined) {
    return undefined;
  }
  const iso = `${fullYear(year)}-${String(number).padStart(2, "0")}-${day.padStart(2, "0")}`;
  const date = new Date(`${iso}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== iso) {
    throw outOfRange(text);
  }
  return iso;
}

function timeOf(parts: Parts, text: string): string | undefined {
  const hour = parts["hour"] ?? parts["compactHour"];
  if (hour === undefined) {
    return undefined;
  }
  const minute = parts["minute"] ?? parts["compactMinute"] ?? "00";
  const second = parts["second"] ?? parts["compactSecond"] ?? "00";
  const fraction = (parts["fraction"] ?? parts["compactFraction"] ?? "").slice(0, 7);
  const half = parts["half"]?.toLowerCase();
  const isInRange = half === undefined ? Number(hour) < 24 : Number(hour) >= 1 && Number(hour) <= 12;
  if (!isInRange || Number(minute) > 59 || Number(second) > 59) {
    throw outOfRange(text);
  }
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half === "pm" ? 12 : 0);
  return `${String(hours).padStart(2, "0")}:${minute}:${second}${fraction === "." ? "" : fraction}`;
}

/** Returns the offset of the text's zone, as `+hh:mm`, or an empty text if it names no zone. */
function zoneOf({ offset, zone }: Parts): string {
  if (zone !== undefined) {
    return zone;
  }
  if (offset === undefined) {
    return "";
  }
  const [, sign = "+", hours = "0", minutes = "00"] = /^([+-])(\d{1,2}):?(\d{2})?$/u.exec(offset) ?? [];
  return `${sign}${hours.padStart(2, "0")}:${minutes}`;
}

/** A TIMESTAMP leaves the zone out, as PostgreSQL does. */
function withZone(text: string, kind: "timestamp" | "timestamptz", zone: string): string {
  if (kind === "timestamp") {
    return text;
  }
  if (zone === "" || zone.startsWith("+") || zone.startsWith("-")) {
    return `${text}${zone === "" ? "+00:00" : zone}`;
  }
  return `${text} ${resolveTimeZone(zone).name}`;
}

function monthNumber(month: string): number | undefined {
  if (/^\d+$/u.test(month)) {
    return Number(month);
  }
  const index = months.indexOf(month.slice(0, 3).toLowerCase());
  return index < 0 ? undefined : index + 1;
}

/** Two digits below 70 are of this century. */
function fullYear(year: string): string {
  if (year.length > 2) {
    return year;
  }
  return String(Number(year) + (Number(year) < 70 ? 2000 : 1900));
}

function outOfRange(text: string): SqlError {
  return new SqlError("invalid_value", `date/time field value out of range: "${text}"`);
}
