import { UsageError } from "../../terminal/arguments.ts";

const units: Record<string, number> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };

const duration = /^(?<count>\d+)(?<unit>[smhdw])$/;

/**
 * Returns the time of `10m`, that long before now, or of a time in ISO 8601, in milliseconds since 1970.
 * Throws UsageError for any other text.
 */
export function sinceTime(text: string, now: number): number {
  const { count, unit = "" } = duration.exec(text)?.groups ?? {};
  const time =
    count === undefined ? isoTime(text) : now - Number(count) * (units[unit] ?? Number.NaN) * 1_000;
  if (!Number.isFinite(time)) {
    throw new UsageError(
      `--since takes a duration such as 90s, 10m, 2h or 3d, or a time such as 2026-11-26T09:00:00+09:00, got ${JSON.stringify(text)}`,
    );
  }
  return time;
}

function isoTime(text: string): number {
  return /^\d{4}-\d\d-\d\d(?:T\S+)?$/.test(text) ? Date.parse(text) : Number.NaN;
}
