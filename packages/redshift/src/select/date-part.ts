export type DatePart =
  | "year"
  | "quarter"
  | "month"
  | "week"
  | "day"
  | "hour"
  | "minute"
  | "second"
  | "millisecond"
  | "microsecond";

/** https://docs.aws.amazon.com/redshift/latest/dg/r_Dateparts_for_datetime_functions.html */
const spellings: Record<DatePart, string> = {
  year: "year years y yr yrs",
  quarter: "quarter quarters qtr qtrs",
  month: "month months mon mons",
  week: "week weeks w",
  day: "day days d",
  hour: "hour hours h hr hrs",
  minute: "minute minutes m min mins",
  second: "second seconds s sec secs",
  millisecond: "millisecond milliseconds ms msec msecs msecond mseconds millisec millisecs millisecon",
  microsecond: "microsecond microseconds microsec microsecs microsecond usecond useconds us usec usecs",
};

const parts = new Map(
  Object.entries(spellings).flatMap(([part, words]) =>
    words.split(" ").map((word) => [word, part as DatePart] as const),
  ),
);

/** Fields of DATE_PART and EXTRACT that are no unit of time, alike in Redshift and DuckDB. */
const fields = new Set(["dow", "dayofweek", "doy", "dayofyear", "epoch"]);

export function canonicalPart(word: string): DatePart | undefined {
  return parts.get(word.toLowerCase());
}

export function isExtractField(word: string): boolean {
  return fields.has(word.toLowerCase());
}
