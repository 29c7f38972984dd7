import { businessDate } from "../business-date.ts";

const dayMilliseconds = 86_400_000;

/** What may be read, beside the time; `days` before today may be, every date where absent. */
export type Reader = { now: number; timeZone: string; days: number | undefined };

/** Returns the first date that a client may read exports of; undefined where it may read every date. */
export function firstReadable({ now, timeZone, days }: Reader): string | undefined {
  return days === undefined ? undefined : daysBefore(businessDate(now, timeZone), days);
}

/** Returns a date so many days before another. */
export function daysBefore(date: string, days: number): string {
  return new Date(Date.parse(date) - days * dayMilliseconds).toISOString().slice(0, 10);
}
