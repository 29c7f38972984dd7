import { numberFormat } from "./formats.ts";
import { localeOf } from "./time.ts";

const byteUnits = ["B", "kB", "MB", "GB", "TB"];

/** Returns a count with separators: `24,000,000`. */
export function countText(count: number, language: string): string {
  return numberFormat(localeOf(language)).format(count);
}

/** Returns a count in few characters: `24M`, `2400万`. */
export function shortCountText(count: number, language: string): string {
  return numberFormat(language, { notation: "compact", maximumFractionDigits: 1 }).format(count);
}

/** Returns a size in decimal units, as file managers show it: `2.65 MB`. */
export function bytesText(bytes: number, language: string): string {
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), byteUnits.length - 1);
  const value = bytes / 1_000 ** power;
  const digits = power === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(value)));
  const text = numberFormat(localeOf(language), { maximumFractionDigits: digits }).format(value);
  return `${text} ${byteUnits[power]}`;
}

/** Returns seconds to a hundredth: `0.55`. */
export function secondsText(seconds: number, language: string): string {
  return numberFormat(localeOf(language), { maximumFractionDigits: 2 }).format(seconds);
}
