/** The powers of ten up to which a mantissa is exact. */
const powers = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);
const maxDigits = 15;

/** What a number in plain digits must be to be taken as it is. */
export type DecimalRange = { least: number; most: number; scale: number };

/**
 * Returns a function that writes a number with all digits of a scale, without rounding, if its text has no
 * more digits than that and is written as `toFixed` would: an optional minus, whole digits without a leading
 * zero, perhaps a point and digits. Undefined for any other text, for minus zero, and outside the range.
 */
export function plainDecimals({ least, most, scale }: DecimalRange): (text: string) => string | undefined {
  const zeros = "0".repeat(scale);
  return (text) => {
    const { length } = text;
    const start = text.charCodeAt(0) === minus ? 1 : 0;
    let mantissa = 0;
    let point = -1;
    for (let index = start; index < length; index += 1) {
      const code = text.charCodeAt(index);
      if (code >= zero && code <= nine) {
        mantissa = mantissa * 10 + code - zero;
      } else if (code === dot && point === -1 && index > start) {
        point = index;
      } else {
        return undefined;
      }
    }
    const whole = point === -1 ? length : point;
    const fraction = point === -1 ? 0 : length - point - 1;
    const isPlain =
      length - start <= maxDigits &&
      whole > start &&
      (whole === start + 1 || text.charCodeAt(start) !== zero) &&
      fraction <= scale &&
      (point === -1 || fraction > 0) &&
      (start === 0 || mantissa > 0);
    if (!isPlain) {
      return undefined;
    }
    const value = (start === 0 ? mantissa : -mantissa) / powers[fraction]!;
    if (value < least || value > most) {
      return undefined;
    }
    if (fraction === scale) {
      return text;
    }
    return point === -1 ? `${text}.${zeros}` : text + zeros.slice(fraction);
  };
}

const minus = 0x2d;
const dot = 0x2e;
const zero = 0x30;
const nine = 0x39;
