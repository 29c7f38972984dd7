/** The maximum metres and metres per second that the table's columns hold. */
const maxMetres = 99_999_999;
const maxSpeed = 999_999;
/** The value for an unknown altitude from receivers with 16 bits. */
const unknownAltitude = -32_768;

/**
 * Times below this are seconds since 1970, times above it milliseconds: it is the year 5138 in seconds, and
 * 1973 in milliseconds.
 */
const leastMilliseconds = 1e11;
/** The maximum distance of a Date from 1970, in milliseconds. */
const maxDateMilliseconds = 8.64e15;

const numberText = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

/** Returns the number in a value, with or without quotes; undefined if it is not a number. */
export function readNumber(value: unknown): number | undefined {
  if (typeof value === "number") {
    return Number.isFinite(value) ? value : undefined;
  }
  return typeof value === "string" && numberText.test(value) ? Number(value) : undefined;
}

/**
 * Returns a required value: the number in it, or the value itself, which the report's rules then refuse.
 */
export function required(value: unknown): unknown {
  return readNumber(value) ?? value;
}

/**
 * Returns the accuracy of the position. A negative accuracy means that there is no position; the report's
 * rules refuse it: https://developer.apple.com/documentation/corelocation/cllocation/horizontalaccuracy
 */
export function accuracy(value: unknown): number | undefined {
  const metres = readNumber(value);
  return metres === undefined || metres > maxMetres ? undefined : metres;
}

/**
 * Returns the altitude and its accuracy. An accuracy of zero or less means that there is no altitude:
 * https://developer.apple.com/documentation/corelocation/cllocation/verticalaccuracy
 */
export function vertical(
  altitude: unknown,
  itsAccuracy: unknown,
): { altitude?: number; altitudeAccuracy?: number } {
  const metres = readNumber(altitude);
  const within = readNumber(itsAccuracy);
  if (within !== undefined && within <= 0) {
    return {};
  }
  const isKnown = metres !== undefined && metres !== unknownAltitude && Math.abs(metres) <= maxMetres;
  return {
    ...(isKnown && { altitude: metres }),
    ...(within !== undefined && within <= maxMetres && { altitudeAccuracy: within }),
  };
}

/**
 * Metres per second.
 * @param perMetrePerSecond one metre per second in the sender's unit
 */
export function speed(value: unknown, perMetrePerSecond = 1): number | undefined {
  return within(value, { unit: perMetrePerSecond, most: maxSpeed });
}

/** Returns degrees below 360: some apps send 360 for north. */
export function heading(value: unknown): number | undefined {
  const degrees = within(value, { unit: 1, most: 360 });
  return degrees === 360 ? 0 : degrees;
}

/** Returns the charge from 0 to 1; `full` is the sender's value for 1. */
export function battery(value: unknown, full: 1 | 100): number | undefined {
  return within(value, { unit: full, most: 1 });
}

/** Reads true and false as apps write them; returns undefined for any other value. */
export function readBoolean(value: unknown): boolean | undefined {
  switch (typeof value === "string" ? value.toLowerCase() : value) {
    case true:
    case 1:
    case "true":
    case "1":
      return true;
    case false:
    case 0:
    case "false":
    case "0":
      return false;
    default:
      return undefined;
  }
}

/**
 * Returns the RFC 3339 text of a time: seconds or milliseconds since 1970, with or without quotes, or ISO
 * 8601 with a zone like +0900. Returns any other value unchanged; the report's rules then refuse it.
 */
export function time(value: unknown): unknown {
  const number = readNumber(value);
  if (number !== undefined) {
    const milliseconds = Math.abs(number) < leastMilliseconds ? number * 1_000 : number;
    return Math.abs(milliseconds) <= maxDateMilliseconds ? new Date(milliseconds).toISOString() : value;
  }
  return typeof value === "string" ? value.replace(/([+-]\d\d)(\d\d)$/, "$1:$2") : value;
}

/** Returns a value from zero to `most` in our unit, or unknown. */
function within(value: unknown, { unit, most }: { unit: number; most: number }): number | undefined {
  const number = readNumber(value);
  if (number === undefined || number < 0) {
    return undefined;
  }
  const ours = number / unit;
  return ours <= most ? ours : undefined;
}
