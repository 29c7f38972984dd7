export type DatePart =
  | "millennium"
  | "century"
  | "decade"
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
  millennium: "millennium millennia mil mils",
  century: "century centuries c cent cents",
  decade: "decade decades dec decs",
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

/** Fields of DATE_PART and EXTRACT that are not units of time. */
const fieldSpellings = {
  epoch: "epoch",
  dow: "dow dayofweek dw weekday",
  doy: "doy dayofyear dy yearday",
};

export type DateField = DatePart | keyof typeof fieldSpellings;

const fields = new Map(
  Object.entries(fieldSpellings).flatMap(([field, words]) =>
    words.split(" ").map((word) => [word, field as DateField] as const),
  ),
);

export function canonicalPart(word: string): DatePart | undefined {
  return parts.get(word.toLowerCase());
}

/** Returns a part that EXTRACT and DATE_PART have: the units of time, and the day of the week or year. */
export function canonicalField(word: string): DateField | undefined {
  return fields.get(word.toLowerCase()) ?? canonicalPart(word);
}
