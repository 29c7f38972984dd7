import { hash } from "node:crypto";

/**
 * The source of a pattern for a device id: safe in CSV and in a spreadsheet, where a leading =, +, - or @
 * would be a formula.
 */
export const deviceIdPattern = "[A-Za-z0-9][A-Za-z0-9._:-]{0,63}";

const maxCharacters = 64;
/** Stands before the hash of a name that is too long. `deviceIdOf` writes it for nothing else. */
const hashMark = "_xh_";
/** Hexadecimal digits of the hash: 128 bits. */
const hashDigits = 32;

const allowedName = new RegExp(`^${deviceIdPattern}$`);
const foreignUnit = /[^A-Za-z0-9._:-]/g;
/**
 * An underscore that would read as the beginning of an escape, or of the hash's mark, if another underscore
 * followed: an escape after it begins with one.
 */
const ambiguousUnderscore = /_(?=x(?:[0-9A-F]{4}|h))/g;
const escape = /_x([0-9A-F]{4})_/g;
const firstEscape = /^x_x[0-9A-F]{4}_/;

/**
 * Returns the device id of a name as an app sends it, by one rule for any text. An allowed id is its own id.
 * Otherwise, as in SQL/XML (ISO 9075-14, 9.1):
 * - Each UTF-16 unit that an id may not hold becomes `_xHHHH_`, its four hexadecimal digits: `Van 7` is
 *   `Van_x0020_7`.
 * - An underscore that `x` and four such digits, or `xh`, follow becomes `_x005F_`.
 * - An id begins with a letter or digit, so a first unit that is neither is escaped too, behind an `x`: `-a`
 *   is `x_x002D_a`. A name that begins with an `x` before an escaped unit has that `x` escaped.
 * - Beyond 64 characters, the beginning is followed by `_xh_` and 32 digits of the name's SHA-256. Two names
 *   never have one id, and `deviceNameOf` returns the name of each id that has no hash. Throws a RangeError
 *   when the name is empty.
 * @param parts several parts are joined by `:`, which is escaped in all but the last: users and their devices
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
 * Returns the name that an id of `deviceIdOf` was made of; of an id with a hash, the part of it that is left.
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

/** Cuts behind a whole unit: a torn escape before the mark could be read as another one. */
function shortened(escaped: string): string {
  const digest = hash("sha256", escaped, "hex").slice(0, hashDigits);
  const beginning = escaped.slice(0, maxCharacters - hashMark.length - hashDigits);
  return `${beginning.replace(/(?:_x?[0-9A-F]{0,4})+$/, "")}${hashMark}${digest}`;
}
