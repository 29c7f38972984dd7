const rfc3339 =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:Z|([+-])(\d{2}):(\d{2}))$/;

/**
 * Nanoseconds since 1970 of a timestamp as the Amazon States Language writes it (RFC 3339 with an upper-case
 * `T` and `Z`); undefined for any other text. https://states-language.net/#timestamps
 */
export function parseTimestamp(text: string): bigint | undefined {
  const parts = rfc3339.exec(text);
  if (parts === null) {
    return undefined;
  }
  const [
    ,
    year,
    month,
    day,
    hour,
    minute,
    second,
    fraction = "",
    sign,
    offsetHour = "0",
    offsetMinute = "0",
  ] = parts;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) {
    return undefined;
  }
  if (Number(offsetHour) > 18 || Number(offsetMinute) > 59) {
    return undefined;
  }
  const midnight = new Date(0);
  midnight.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  if (midnight.getUTCMonth() !== Number(month) - 1 || midnight.getUTCDate() !== Number(day)) {
    return undefined;
  }
  const offsetMinutes = (Number(offsetHour) * 60 + Number(offsetMinute)) * (sign === "-" ? -1 : 1);
  const seconds = (Number(hour) * 60 + Number(minute) - offsetMinutes) * 60 + Number(second);
  return BigInt(midnight.getTime() + seconds * 1_000) * 1_000_000n + BigInt(fraction.padEnd(9, "0"));
}
