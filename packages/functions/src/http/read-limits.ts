import { businessDate } from "@ashiato/core/business-date";
import { type LimitName, limitNames, type Limits, limits, type LimitUse } from "@ashiato/core/clients/limits";
import { type DayUsage, totalUsage } from "@ashiato/core/clients/usage";
import { Resource } from "sst";
import { usedDays } from "../aws/client-usage-table.ts";
import { secondsOfMinuteLeft, usedInMinute } from "./minute-use.ts";

/** What is measured of a client's use, beside its requests. */
export type MeasuredUse = "reports" | "uploads" | "rows" | "bytes";

/**
 * How long a reading of the days is used where reports alone are limited: `store` counts them every five
 * minutes. Downloads and uploads are counted by the request.
 */
const keptMilliseconds = 30_000;
/** Clients whose readings are kept at a time. */
const maxReadings = 10_000;

const readings = new Map<string, { at: number; today: string; days: DayUsage[] }>();

type Asked = { client: string; limits: Limits; measures: readonly ("requests" | MeasuredUse)[] };

/** Returns how much is used of a client's limits on some measures. */
export async function readLimits({ client, limits: own, measures }: Asked, now: number): Promise<LimitUse[]> {
  const measured: readonly string[] = measures;
  const names = limitNames.filter(
    (name) => own[name] !== undefined && measured.includes(limits[name].measure),
  );
  const inDays = names.filter((name) => limits[name].window !== "minute");
  const mayBeOld = inDays.every((name) => limits[name].measure === "reports");
  const days = inDays.length === 0 ? [] : await daysOfMonth(client, now, mayBeOld ? keptMilliseconds : 0);
  return Promise.all(
    names.map(async (name) => {
      const limit = own[name] ?? Infinity;
      const { measure, window } = limits[name];
      return window === "minute"
        ? {
            name,
            limit,
            used: await usedInMinute({ client, measure, limit }, now),
            resetSeconds: secondsOfMinuteLeft(now),
          }
        : { name, limit, ...usedInDays(name, days, now) };
    }),
  );
}

/** Returns what a client used on the days of the month of `now`, by a reading that may be so old. */
async function daysOfMonth(client: string, now: number, maxAgeMilliseconds: number): Promise<DayUsage[]> {
  const today = businessDate(now, Resource.Settings.timeZone);
  const known = readings.get(client);
  if (known?.today === today && now - known.at < maxAgeMilliseconds) {
    return known.days;
  }
  const days = await usedDays(client, { from: `${today.slice(0, 8)}01`, to: today });
  if (readings.size >= maxReadings) {
    readings.clear();
  }
  readings.set(client, { at: now, today, days });
  return days;
}

/** @param days those of the month of `now` */
function usedInDays(
  name: LimitName,
  days: readonly DayUsage[],
  now: number,
): Pick<LimitUse, "used" | "resetSeconds"> {
  const { measure, window } = limits[name];
  const { timeZone } = Resource.Settings;
  const length = window === "day" ? "yyyy-MM-dd".length : "yyyy-MM".length;
  const periodOf = (moment: number) => businessDate(moment, timeZone).slice(0, length);
  const period = periodOf(now);
  const total = totalUsage(days.filter(({ date }) => date.startsWith(period)));
  const end = firstMoment(now, (moment) => periodOf(moment) > period);
  return { used: measure === "requests" ? 0 : total[measure], resetSeconds: Math.ceil((end - now) / 1_000) };
}

/** Returns the first moment after `now` for which something holds, to the second, within 32 days. */
function firstMoment(now: number, holds: (moment: number) => boolean): number {
  let before = now;
  let at = now + 32 * 86_400_000;
  while (at - before > 1_000) {
    const middle = Math.floor((before + at) / 2);
    if (holds(middle)) {
      at = middle;
    } else {
      before = middle;
    }
  }
  return at;
}
