import { SqlError } from "../../errors.ts";
import { canonicalPart, type DatePart } from "./date-part.ts";

/** The unit of a plain number, and the smallest unit that is kept: `DAY TO HOUR` leaves minutes out. */
export type IntervalQualifier = { from: DatePart; to: DatePart };

const microsecondsPer: Partial<Record<DatePart, number>> = {
  week: 604_800_000_000,
  day: 86_400_000_000,
  hour: 3_600_000_000,
  minute: 60_000_000,
  second: 1_000_000,
  millisecond: 1000,
  microsecond: 1,
};
const monthsPer: Partial<Record<DatePart, number>> = {
  millennium: 12_000,
  century: 1200,
  decade: 120,
  year: 12,
  quarter: 3,
  month: 1,
};

const quantity = /^\s*,?\s*(?<amount>[+-]?(?:\d+\.?\d*|\.\d+))\s*(?<unit>[A-Za-z]+)?(?=$|[\s,\d+-])/u;
const yearsAndMonths = /^\s*(?<sign>[+-])?(?<years>\d+)-(?<months>\d+)\s*$/u;
const clock =
  /^\s*,?\s*(?:(?<days>[+-]?\d+)\s+)?(?<sign>[+-])?(?<hours>\d+):(?<minutes>\d{1,2})(?::(?<seconds>\d{1,2}(?:\.\d*)?))?(?=$|[\s,])/u;

/**
 * Returns an interval's text in DuckDB's words: `7 days, 3 hours`, `1-2` (years and months), `1 2:03:04`
 * (days and a time). A plain number counts the qualifier's unit, or seconds. Throws `invalid_value` for
 * another form.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_interval_literals.html,
 * https://docs.aws.amazon.com/redshift/latest/dg/r_interval_data_types.html
 */
export function intervalLiteral(text: string, qualifier?: IntervalQualifier): string {
  const total = { months: 0, days: 0, microseconds: 0 };
  const pair = yearsAndMonths.exec(text)?.groups;
  if (pair) {
    const months = Number(pair["years"]) * 12 + Number(pair["months"]);
    total.months = pair["sign"] === "-" ? -months : months;
  } else {
    readQuantities(text, qualifier?.from ?? "second", total);
  }
  cutBelow(qualifier?.to, total);
  return `${total.months} months ${total.days} days ${total.microseconds} microseconds`;
}

type Total = { months: number; days: number; microseconds: number };

function readQuantities(text: string, usual: DatePart, total: Total): void {
  let rest = text;
  if (rest.trim() === "") {
    throw invalid(text);
  }
  while (rest.trim() !== "") {
    const time = clock.exec(rest);
    const counted = time ? undefined : quantity.exec(rest);
    if (time) {
      addTime(time.groups ?? {}, total);
    } else {
      const unit = counted?.groups?.["unit"];
      const part = unit === undefined ? usual : canonicalPart(unit);
      if (!counted || part === undefined) {
        throw invalid(text);
      }
      add(Number(counted.groups?.["amount"]), part, total);
    }
    rest = rest.slice((time ?? counted)?.[0].length ?? rest.length);
  }
}

function addTime(groups: Record<string, string | undefined>, total: Total): void {
  const seconds =
    Number(groups["hours"]) * 3600 + Number(groups["minutes"]) * 60 + Number(groups["seconds"] ?? "0");
  const isNegative = groups["sign"] === "-" || (groups["days"] ?? "").startsWith("-");
  total.days += Number(groups["days"] ?? "0");
  total.microseconds += Math.round(seconds * 1_000_000) * (isNegative ? -1 : 1);
}

/** A fraction of a day is hours, a fraction of a year months. */
function add(amount: number, part: DatePart, total: Total): void {
  const months = monthsPer[part];
  if (months !== undefined) {
    const whole = Math.trunc(amount * months);
    total.months += whole;
    total.microseconds += Math.round((amount * months - whole) * 30 * 86_400_000_000);
    return;
  }
  const microseconds = amount * (microsecondsPer[part] ?? 0);
  const isDays = part === "day" || part === "week";
  const days = isDays ? Math.trunc(microseconds / 86_400_000_000) : 0;
  total.days += days;
  total.microseconds += Math.round(microseconds - days * 86_400_000_000);
}

function cutBelow(smallest: DatePart | undefined, total: Total): void {
  if (smallest === undefined) {
    return;
  }
  if (smallest === "year" || smallest === "month") {
    total.days = 0;
    total.microseconds = 0;
    if (smallest === "year") {
      total.months = Math.trunc(total.months / 12) * 12;
    }
    return;
  }
  total.months = 0;
  const unit = microsecondsPer[smallest] ?? 1;
  if (smallest !== "second") {
    total.microseconds = Math.trunc(total.microseconds / unit) * unit;
  }
}

function invalid(text: string): SqlError {
  return new SqlError("invalid_value", `invalid input syntax for type interval: "${text}"`);
}
