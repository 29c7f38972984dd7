/** Metres and metres per second that the table's columns hold. */
const maxMetres = 99_999_999;
const maxSpeed = 999_999;
/** What receivers of 16 bits say for an altitude that they do not know. */
const unknownAltitude = -32_768;

/**
 * Seconds since 1970 are below this, milliseconds above it: 1973 in milliseconds, the year 5138 in seconds.
 */
const leastMilliseconds = 1e11;
/** A Date reaches this many milliseconds from 1970 either way. */
const maxDateMilliseconds = 8.64e15;

const numberText = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

/** Returns the number that a value holds, in quotes or without; undefined if it is not a number. */
export function readNumber(value: unknown): number | undefined {
  if (typeof value === "number") {
    return Number.isFinite(value) ? value : undefined;
  }
  return typeof value === "string" && numberText.test(value) ? Number(value) : undefined;
}

/**
 * Returns a value that a report must have: the number that it holds, or the value itself, for the report's
 * rules to refuse.
 */
export function required(value: unknown): unknown {
  return readNumber(value) ?? value;
}

/**
 * Returns the accuracy of the position. A negative one means that there is no position, so it is left to the
 * report's rules, which refuse it:
 * https://developer.apple.com/documentation/corelocation/cllocation/horizontalaccuracy
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
 * @param perMetrePerSecond how many of the sender's units are one metre per second
 */
export function speed(value: unknown, perMetrePerSecond = 1): number | undefined {
  return within(value, { unit: perMetrePerSecond, most: maxSpeed });
}

/** Degrees below 360: some apps call north 360. */
export function heading(value: unknown): number | undefined {
  const degrees = within(value, { unit: 1, most: 360 });
  return degrees === 360 ? 0 : degrees;
}

/** Returns the charge from 0 to 1; `full` is what the sender says for 1. */
export function battery(value: unknown, full: 1 | 100): number | undefined {
  return within(value, { unit: full, most: 1 });
}

/** Reads true and false as apps write them; undefined for any other value. */
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
 * Returns the RFC 3339 text of a time: seconds or milliseconds since 1970, in quotes or without, or ISO 8601
 * with a zone as +0900. Any other value is returned as it is, for the report's rules to refuse.
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
