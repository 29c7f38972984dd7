import { businessDate } from "../business-date.ts";
import { readTime, type TimeOptions } from "../formats/files/time-text.ts";
import { isInWindow, type TimeWindow } from "../parse-report.ts";
import { parseTimestamp } from "../timestamps.ts";
import { appendAscii, type FieldBytes, type RowBytes, textWriter } from "./field-bytes.ts";

/** A minute of which every time can be written by putting in its seconds. */
type Minute = { date: string; beginning: string; head: string; zone: string };

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
 * Writes times of a file as a work row has them, in UTC with microseconds, and knows the business date of the
 * last. It does not write a time that cannot be read, or that the window does not have. A minute's first and
 * last microsecond are read once, by the rules for any time: if they differ in nothing but their seconds, its
 * other times need no more than their seconds put in.
 */
export class DirectTimes {
  readonly #options: DirectTimeOptions;
  readonly #minutes = new Map<string, Minute | undefined>();
  readonly #writeAny = textWriter((text) => this.#any(text));
  /** Most lines of a file are of the same minute as the line before. */
  #last: Minute = { date: "", beginning: "", head: "-".repeat(minuteLength), zone: "" };
  #date = "";

  constructor(options: DirectTimeOptions) {
    this.#options = options;
  }

  /** The business date of the time that was written last. */
  get date(): string {
    return this.#date;
  }

  /** A `FieldWriter`. */
  write(field: FieldBytes, row: RowBytes): boolean {
    const behind = endOfSecond(field);
    if (behind === -1 || !this.#findMinute(field, behind)) {
      return this.#writeAny(field, row);
    }
    const { bytes, start } = field;
    const { beginning, date } = this.#last;
    this.#date = date;
    const end = row.length + secondLength + 1 + maxFraction;
    appendAscii(row, beginning);
    let { length } = row;
    for (let index = start + minuteLength; index < behind; index += 1) {
      row.bytes[length++] = bytes[index]!;
    }
    if (behind === start + secondLength) {
      row.bytes[length++] = dot;
    }
    while (length < end) {
      row.bytes[length++] = zero;
    }
    row.length = length;
    return true;
  }

  /** Makes the minute of a time the last one, and returns whether its times can be written. */
  #findMinute({ bytes, start, end }: FieldBytes, behind: number): boolean {
    const { head, zone } = this.#last;
    const isLast =
      zone.length === end - behind && isTextAt(head, bytes, start) && isTextAt(zone, bytes, behind);
    if (isLast) {
      return true;
    }
    const minute = this.#minuteOf(
      bytes.toString("latin1", start, start + minuteLength),
      bytes.toString("latin1", behind, end),
    );
    this.#last = minute ?? this.#last;
    return minute !== undefined;
  }

  #minuteOf(head: string, zone: string): Minute | undefined {
    const key = head + zone;
    if (!this.#minutes.has(key)) {
      if (this.#minutes.size >= maxMinutes) {
        this.#minutes.clear();
      }
      this.#minutes.set(key, readMinute(head, zone, this.#options));
    }
    return this.#minutes.get(key);
  }

  #any(text: string): string | undefined {
    const time = anyTime(text, this.#options);
    this.#date = time?.date ?? "";
    return time?.text;
  }
}

function anyTime(
  text: string,
  { file, window, timeZone }: DirectTimeOptions,
): { date: string; text: string } | undefined {
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
  return isWhole ? { date: first.date, beginning, head, zone } : undefined;
}

/**
 * Returns where the second of a time with a form like RFC 3339's ends, behind up to six digits of a fraction;
 * -1 for any other field.
 */
function endOfSecond({ bytes, start, end }: FieldBytes): number {
  const second = start + minuteLength;
  const behind = start + secondLength;
  if (
    behind > end ||
    bytes[second - 1] !== colon ||
    !isDigit(bytes[second]!) ||
    bytes[second]! > five ||
    !isDigit(bytes[second + 1]!)
  ) {
    return -1;
  }
  if (behind === end || bytes[behind] !== dot) {
    return behind < end && isDigit(bytes[behind]!) ? -1 : behind;
  }
  let index = behind + 1;
  while (index < end && isDigit(bytes[index]!)) {
    index += 1;
  }
  const digits = index - behind - 1;
  return digits > 0 && digits <= maxFraction ? index : -1;
}

function isTextAt(text: string, bytes: Buffer, start: number): boolean {
  // The last characters differ most often.
  for (let index = text.length - 1; index >= 0; index -= 1) {
    if (text.charCodeAt(index) !== bytes[start + index]) {
      return false;
    }
  }
  return true;
}

function isDigit(byte: number): boolean {
  return byte >= zero && byte <= nine;
}

const dot = 0x2e;
const zero = 0x30;
const five = 0x35;
const nine = 0x39;
const colon = 0x3a;
