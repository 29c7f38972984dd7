import { dateTimeFormat } from "./formats.ts";

/** A month as `2026-11`, and its dates as the API names them. */

/** Returns the month of a date. */
export function monthOf(date: string): string {
  return date.slice(0, 7);
}

/** Returns a month some months later, or earlier. */
export function monthAfter(month: string, months: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7);
}

/** Returns every date of a month. */
export function datesOf(month: string): string[] {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const days = new Date(Date.UTC(year, number, 0)).getUTCDate();
  return Array.from({ length: days }, (_, index) => `${month}-${String(index + 1).padStart(2, "0")}`);
}

/** Returns the weeks of a month from Monday on; places of other months are undefined. */
export function weeksOf(month: string): (string | undefined)[][] {
  const dates = datesOf(month);
  const first = (new Date(`${month}-01T00:00:00Z`).getUTCDay() + 6) % 7;
  const places = [...Array<undefined>(first).fill(undefined), ...dates];
  const weeks = Array.from({ length: Math.ceil(places.length / 7) }, (_, week) =>
    places.slice(week * 7, week * 7 + 7),
  );
  return weeks.map((week) => [...week, ...Array<undefined>(7 - week.length).fill(undefined)]);
}

/** Returns the date in a zone at a moment. */
export function dateIn(timeZone: string, time: number): string {
  return dateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }).format(time);
}

/** Returns the date some days later, or earlier. */
export function dateAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Returns every date from one to another, both among them. */
export function datesBetween(from: string, to: string): string[] {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  return Array.from({ length: days + 1 }, (_, index) => dateAfter(from, index));
}
