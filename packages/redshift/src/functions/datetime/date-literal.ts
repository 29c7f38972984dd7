const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");

const time = String.raw`(?<time>[ T]\d.*)?`;
const forms = [
  /** 20080215 */
  String.raw`(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})`,
  /** 1/8/1999, 01-02-00: month, day, year */
  String.raw`(?<month>\d{1,2})[-/.](?<day>\d{1,2})[-/.](?<year>\d{4}|\d{2})`,
  /** Jan-31-2000, January 31, 2000 */
  String.raw`(?<month>[A-Za-z]{3,9})[- ](?<day>\d{1,2})(?:[-]|,? )(?<year>\d{4})`,
  /** 31-Jan-2000 */
  String.raw`(?<day>\d{1,2})[- ](?<month>[A-Za-z]{3,9})[- ](?<year>\d{4})`,
  /** 2000-Jan-31 */
  String.raw`(?<year>\d{4})[- ](?<month>[A-Za-z]{3,9})[- ](?<day>\d{1,2})`,
].map((form) => new RegExp(`^${form}${time}$`, "u"));

/**
 * A date's text in the ISO form, which is the only one of DuckDB's. Text of no other known form stays what it is.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_Date_and_time_literals.html
 */
export function isoDateText(text: string): string {
  for (const form of forms) {
    const parts = form.exec(text.trim())?.groups;
    const month = monthNumber(parts?.["month"] ?? "");
    if (!parts || month === undefined) {
      continue;
    }
    return `${fullYear(parts["year"] ?? "")}-${month}-${(parts["day"] ?? "").padStart(2, "0")}${parts["time"] ?? ""}`;
  }
  return text;
}

function monthNumber(month: string): string | undefined {
  if (/^\d+$/u.test(month)) {
    return month.padStart(2, "0");
  }
  const index = months.indexOf(month.slice(0, 3).toLowerCase());
  return index < 0 ? undefined : String(index + 1).padStart(2, "0");
}

/** Two digits below 70 are of this century. */
function fullYear(year: string): string {
  if (year.length > 2) {
    return year;
  }
  return String(Number(year) + (Number(year) < 70 ? 2000 : 1900));
}
