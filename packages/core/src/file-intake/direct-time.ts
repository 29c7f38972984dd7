import { businessDate } from "../business-date.ts";
import { readTime, type TimeOptions } from "../formats/files/time-text.ts";
import { isInWindow, type TimeWindow } from "../parse-report.ts";
import { parseTimestamp } from "../timestamps.ts";
import { ownText } from "./own-text.ts";

/** A time as a work row has it: the business date, and the time in UTC with microseconds. */
export type DirectTime = { date: string; text: string };

type Minute = { date: string; beginning: string };

export type DirectTimeOptions = {
  /** How a file's times are read. */
  file: TimeOptions;
  window: TimeWindow;
  /** The stage's time zone, which determines the business date. */
  timeZone: string;
};

/** Bounds the memory while a long file is read: a week of minutes. */
const maxMinutes = 10_000;

const minuteLength = "yyyy-MM-ddTHH:mm:".length;
const secondLength = "yyyy-MM-ddTHH:mm:ss".length;
const maxFraction = 6;

/**
 * Returns a function that reads a time of a file; it returns undefined for a time that cannot be read, or
 * that the window does not have. A minute's first and last microsecond are read once, by the rules for any
 * time: if they differ in nothing but their seconds, its other times need no more than their seconds put in.
 */
export function directTimes(options: DirectTimeOptions): (text: string) => DirectTime | undefined {
  const minutes = new Map<string, Minute | undefined>();
  let last = { head: "", zone: "", minute: undefined as Minute | undefined };
  const minuteOf = (text: string, end: number): Minute | undefined => {
    // Most lines of a file are of the same minute as the line before.
    if (last.minute !== undefined && text.startsWith(last.head) && text.slice(end) === last.zone) {
      return last.minute;
    }
    const head = ownText(text.slice(0, minuteLength));
    const zone = ownText(text.slice(end));
    const key = head + zone;
    if (!minutes.has(key)) {
      if (minutes.size >= maxMinutes) {
        minutes.clear();
      }
      minutes.set(key, readMinute(head, zone, options));
    }
    last = { head, zone, minute: minutes.get(key) };
    return last.minute;
  };
  return (text) => {
    const end = endOfSecond(text);
    const minute = end === -1 ? undefined : minuteOf(text, end);
    if (minute === undefined) {
      return anyTime(text, options);
    }
    const digits = end - secondLength - 1;
    const second = digits > 0 ? text.slice(minuteLength, end) : `${text.slice(minuteLength, end)}.`;
    return { date: minute.date, text: minute.beginning + second + "000000".slice(Math.max(digits, 0)) };
  };
}

function anyTime(text: string, { file, window, timeZone }: DirectTimeOptions): DirectTime | undefined {
  const read = readTime(text, file);
  const time = read.ok ? parseTimestamp(read.timestamp) : undefined;
  return time !== undefined && isInWindow(time.epochMilliseconds, window)
    ? { date: businessDate(time.epochMilliseconds, timeZone), text: time.text }
    : undefined;
}

function readMinute(head: string, zone: string, options: DirectTimeOptions): Minute | undefined {
  const first = anyTime(`${head}00${zone}`, options);
  const last = anyTime(`${head}59.999999${zone}`, options);
  if (first === undefined || last === undefined) {
    return undefined;
  }
  const beginning = first.text.slice(0, minuteLength);
  const isWhole =
    first.text === `${beginning}00.000000` &&
    last.text === `${beginning}59.999999` &&
    first.date === last.date;
  return isWhole ? { date: first.date, beginning } : undefined;
}

/**
 * Returns where the second of a time with a form like RFC 3339's ends, behind up to six digits of a fraction;
 * -1 for any other text.
 */
function endOfSecond(text: string): number {
  if (
    text.charCodeAt(minuteLength - 1) !== 0x3a ||
    !isDigit(text, minuteLength) ||
    text.charCodeAt(minuteLength) > 0x35 ||
    !isDigit(text, minuteLength + 1)
  ) {
    return -1;
  }
  if (text.charCodeAt(secondLength) !== 0x2e) {
    return isDigit(text, secondLength) ? -1 : secondLength;
  }
  let end = secondLength + 1;
  while (isDigit(text, end)) {
    end += 1;
  }
  const digits = end - secondLength - 1;
  return digits > 0 && digits <= maxFraction ? end : -1;
}

function isDigit(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 0x30 && code <= 0x39;
}
