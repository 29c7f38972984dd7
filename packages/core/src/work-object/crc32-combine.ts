/** The polynomial of CRC-32 without its highest term, lowest bit first: RFC 1952, section 8. */
const polynomial = 0xedb88320;
const one = 0x80000000;
const bitsOfByte = 8;

/** x to the power of 2^n modulo the polynomial, for n from 0 to 31, after which the powers repeat. */
const powers = new Uint32Array(32);
powers[0] = one >>> 1;
for (let n = 1; n < powers.length; n += 1) {
  powers[n] = multiply(powers[n - 1]!, powers[n - 1]!);
}

/**
 * Returns the CRC-32 of two texts of bytes one after the other, from those of each: the first one's is
 * multiplied by x once for each bit that follows. The rule is of linear algebra over GF(2), as zlib's
 * `crc32_combine` has it: https://zlib.net/manual.html#Checksum
 * @param bytes the length of the second
 */
export function combineCrc32(first: number, second: number, bytes: number): number {
  let shift = one;
  let left = bytes * bitsOfByte;
  for (let n = 0; left > 0; n += 1) {
    if (left % 2 === 1) {
      shift = multiply(powers[n % powers.length]!, shift);
    }
    left = Math.floor(left / 2);
  }
  return (multiply(shift, first) ^ second) >>> 0;
}

/** Returns the product of two polynomials modulo that of CRC-32. */
function multiply(a: number, b: number): number {
  let product = 0;
  let multiple = b;
  for (let bit = one; bit !== 0; bit >>>= 1) {
    if ((a & bit) !== 0) {
      product ^= multiple;
    }
    multiple = (multiple & 1) === 0 ? multiple >>> 1 : (multiple >>> 1) ^ polynomial;
  }
  return product >>> 0;
}
