import { hash } from "node:crypto";

/**
 * The source of a pattern for a device id: safe in CSV and in a spreadsheet, where a leading =, +, - or @
 * would be a formula.
 */
export const deviceIdPattern = "[A-Za-z0-9][A-Za-z0-9._:-]{0,63}";

const maxCharacters = 64;
/** Precedes the hash of a name that is too long. `deviceIdOf` writes it nowhere else. */
const hashMark = "_xh_";
/** Hexadecimal digits of the hash: 128 bits. */
const hashDigits = 32;

const allowedName = new RegExp(`^${deviceIdPattern}$`);
const foreignUnit = /[^A-Za-z0-9._:-]/g;
/**
 * An underscore that would read as the start of an escape, or of the hash's mark, if another underscore, such
 * as that of a following escape, came after it.
 */
const ambiguousUnderscore = /_(?=x(?:[0-9A-F]{4}|h))/g;
const escape = /_x([0-9A-F]{4})_/g;
const firstEscape = /^x_x[0-9A-F]{4}_/;

/**
 * Returns the device id for a name as an app sends it. A valid id stays as it is. Any other name is escaped,
 * as in SQL/XML (ISO 9075-14, 9.1):
 * - Each UTF-16 unit that an id cannot hold becomes `_xHHHH_`, with its four hexadecimal digits: `Van 7`
 *   becomes `Van_x0020_7`.
 * - An underscore before `x` and four such digits, or before `xh`, becomes `_x005F_`.
 * - An id begins with a letter or digit, so a first unit that is neither is escaped too, after an `x`: `-a`
 *   becomes `x_x002D_a`. An initial `x` before an escaped unit is escaped.
 * - If the result is longer than 64 characters, it is truncated, and `_xh_` and 32 digits of the name's
 *   SHA-256 are appended.
 *
 * Two names never share an id, and `deviceNameOf` returns the name for every id without a hash. Throws a
 * RangeError if the name is empty.
 * @param parts a user and its device, for example; joined by `:`, which is escaped in all but the last
 */
export function deviceIdOf(...parts: readonly [string, ...string[]]): string {
  const name = parts.join(":");
  if (name === "") {
    throw new RangeError("A device's name must not be empty");
  }
  if (parts.length === 1 && allowedName.test(name) && !name.includes("_x")) {
    return name;
  }
  const escaped = escapeFirst(
    parts
      .map((part, index) =>
        index < parts.length - 1 ? escapeUnits(part).replaceAll(":", escapeOf) : escapeUnits(part),
      )
      .join(":"),
  );
  return escaped.length <= maxCharacters ? escaped : shortened(escaped);
}

/**
 * Returns the name for an id of `deviceIdOf`; for an id with a hash, the part of the name that is left.
 */
export function deviceNameOf(id: string): string {
  const behindX = firstEscape.test(id) ? id.slice(1) : id;
  return behindX.replaceAll(escape, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}

function escapeUnits(text: string): string {
  return text.replaceAll(ambiguousUnderscore, escapeOf).replaceAll(foreignUnit, escapeOf);
}

function escapeFirst(escaped: string): string {
  if (/^_x[0-9A-F]{4}_/.test(escaped)) {
    return `x${escaped}`;
  }
  if (firstEscape.test(escaped) || !/^[A-Za-z0-9]/.test(escaped)) {
    return `x${escapeOf(escaped.charAt(0))}${escaped.slice(1)}`;
  }
  return escaped;
}

function escapeOf(unit: string): string {
  return `_x${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`;
}

/** Truncates after a whole unit: a partial escape before the mark could read as another one. */
function shortened(escaped: string): string {
  const digest = hash("sha256", escaped, "hex").slice(0, hashDigits);
  const beginning = escaped.slice(0, maxCharacters - hashMark.length - hashDigits);
  return `${beginning.replace(/(?:_x?[0-9A-F]{0,4})+$/, "")}${hashMark}${digest}`;
}
