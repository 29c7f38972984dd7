import { dateTimeFormat, relativeTimeFormat } from "./formats.ts";

/** How times are written: in the stage's zone, whatever the browser's is. */
export type TimeStyle = { timeZone: string; language: string };

const secondMilliseconds = 1_000;
const units = [
  { unit: "day", milliseconds: 86_400_000 },
  { unit: "hour", milliseconds: 3_600_000 },
  { unit: "minute", milliseconds: 60_000 },
] as const;

/** Returns a moment with the zone's offset, such as `27 Nov 2026, 09:15:03 +09:00`. */
export function momentText(time: string | number, { timeZone, language }: TimeStyle): string {
  const moment = dateTimeFormat(localeOf(language), {
    timeZone,
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  }).format(new Date(time));
  return `${moment} ${offsetText(time, timeZone)}`;
}

/** Returns a time of day, such as `09:15:03`. */
export function clockText(time: string | number, { timeZone, language }: TimeStyle): string {
  return dateTimeFormat(localeOf(language), {
    timeZone,
    timeStyle: "medium",
    hourCycle: "h23",
  }).format(new Date(time));
}

/** Returns a zone's offset at a moment: `+09:00`; `+00:00` for UTC. */
export function offsetText(time: string | number, timeZone: string): string {
  const parts = dateTimeFormat("en", { timeZone, timeZoneName: "longOffset" }).formatToParts(new Date(time));
  const name = parts.find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
  return name === "GMT" ? "+00:00" : name.replace("GMT", "");
}

/** Returns a time of day to the minute, such as `09:15`, in each language alike. */
export function minuteText(time: string | number, timeZone: string): string {
  return dateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" }).format(new Date(time));
}

/** Returns how long ago a moment was, or how far ahead it is: `3 hours ago`, `in 5 minutes`. */
export function agoText(time: string | number, now: number, language: string): string {
  const apart = new Date(time).getTime() - now;
  const format = relativeTimeFormat(localeOf(language), { numeric: "auto" });
  const unit = units.find(({ milliseconds }) => Math.abs(apart) >= milliseconds);
  return unit === undefined
    ? format.format(Math.round(apart / secondMilliseconds), "second")
    : format.format(Math.trunc(apart / unit.milliseconds), unit.unit);
}

/** Returns a duration as a clock shows it: `0:07`, `12:05`, `1:02:03`. */
export function durationText(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / secondMilliseconds));
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** Returns a business date with its day of the week: `Thu, 26 Nov 2026`. */
export function dateText(date: string, language: string): string {
  return dateTimeFormat(localeOf(language), {
    timeZone: "UTC",
    weekday: "short",
    year: "numeric",
    month: "short",
    day: "numeric",
  }).format(new Date(`${date}T00:00:00Z`));
}

/** Returns the locale of a language of the console: English as the world writes its dates. */
export function localeOf(language: string): string {
  return language === "en" ? "en-GB" : language;
}
