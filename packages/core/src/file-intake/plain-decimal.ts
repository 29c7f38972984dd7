import type { FieldWriter } from "./field-bytes.ts";

/** The powers of ten up to which a mantissa is exact. */
const powers = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);
const maxDigits = 15;

/** What a number in plain digits must be to be taken as it is. */
export type DecimalRange = { least: number; most: number; scale: number };

/**
 * Returns what writes a number with all digits of a scale, without rounding, if it has no more digits than
 * that and is written as `toFixed` would: an optional minus, whole digits without a leading zero, perhaps a
 * point and digits. It does not write any other text, minus zero, and what is outside the range.
 */
export function plainDecimals({ least, most, scale }: DecimalRange): FieldWriter {
  return ({ bytes, start, end }, row) => {
    const first = bytes[start] === minus ? start + 1 : start;
    let mantissa = 0;
    let point = -1;
    for (let index = first; index < end; index += 1) {
      const byte = bytes[index]!;
      if (byte >= zero && byte <= nine) {
        mantissa = mantissa * 10 + byte - zero;
      } else if (byte === dot && point === -1 && index > first) {
        point = index;
      } else {
        return false;
      }
    }
    const whole = point === -1 ? end : point;
    const fraction = point === -1 ? 0 : end - point - 1;
    const isPlain =
      end - first <= maxDigits &&
      whole > first &&
      (whole === first + 1 || bytes[first] !== zero) &&
      fraction <= scale &&
      (point === -1 || fraction > 0) &&
      (first === start || mantissa > 0);
    if (!isPlain) {
      return false;
    }
    const value = (first === start ? mantissa : -mantissa) / powers[fraction]!;
    if (value < least || value > most) {
      return false;
    }
    let { length } = row;
    for (let index = start; index < end; index += 1) {
      row.bytes[length++] = bytes[index]!;
    }
    if (fraction === 0 && scale > 0) {
      row.bytes[length++] = dot;
    }
    for (let digit = fraction; digit < scale; digit += 1) {
      row.bytes[length++] = zero;
    }
    row.length = length;
    return true;
  };
}

const minus = 0x2d;
const dot = 0x2e;
const zero = 0x30;
const nine = 0x39;
