/** How a date is exported: its whole CSV anew, or a supplement of the rows that its current export lacks. */
export type ExportMode = "whole" | "supplement";

/** When a whole CSV is made anew; in `batchSettings`. */
export type WholeLimits = {
  /** A date with late rows gets a whole CSV at these ages, in days. */
  wholeAges: readonly number[];
  /** And as soon as its late rows are more than this share of its rows. */
  maxLateShare: number;
};

/** What is known of a date that has something to export. */
export type DateToExport = {
  date: string;
  /** The business date of now. */
  today: string;
  /** Whether the date was asked for by name, or is the run's own. */
  requested: boolean;
  /** Rows that no export holds yet: some may be repetitions. */
  pendingRows: number;
  /** The current export, if there is one; the business date on which it was made, and its late rows. */
  current: { supplementable: boolean; rows: number; lateRows: number; madeOn: string } | undefined;
};

/** Returns how a date is to be exported. */
export function exportMode(
  { date, today, requested, pendingRows, current }: DateToExport,
  limits: WholeLimits,
): ExportMode {
  if (requested || current === undefined || !current.supplementable) {
    return "whole";
  }
  const { rows, lateRows, madeOn } = current;
  return wholeIsDue({ date, today, madeOn }, limits) || lateRows + pendingRows > limits.maxLateShare * rows
    ? "whole"
    : "supplement";
}

/** Returns whether a date has reached an age of the settings since its whole CSV was made. */
export function wholeIsDue(
  { date, today, madeOn }: { date: string; today: string; madeOn: string },
  { wholeAges }: WholeLimits,
): boolean {
  return wholeAges.some((age) => days(date, today) >= age && days(date, madeOn) < age);
}

/** A run looks so many days back for dates that reached an age in nights without a run. */
const missedNights = 7;

/** Returns the dates whose whole CSV may be due today though nothing of them is pending, oldest first. */
export function datesOfAges(today: string, { wholeAges }: WholeLimits): string[] {
  const ages = wholeAges.flatMap((age) => Array.from({ length: missedNights }, (_, night) => age + night));
  return [...new Set(ages)].toSorted((a, b) => b - a).map((age) => daysBefore(today, age));
}

const dayMilliseconds = 86_400_000;

function days(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / dayMilliseconds;
}

function daysBefore(date: string, count: number): string {
  return new Date(Date.parse(date) - count * dayMilliseconds).toISOString().slice(0, 10);
}
