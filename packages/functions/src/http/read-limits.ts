import { businessDate } from "@ashiato/core/business-date";
import { type LimitName, limitNames, type Limits, limits, type LimitUse } from "@ashiato/core/clients/limits";
import { type DayUsage, totalUsage } from "@ashiato/core/clients/usage";
import { Resource } from "sst";
import { usedDays } from "../aws/client-usage-table.ts";
import { secondsOfMinuteLeft, usedInMinute } from "./minute-use.ts";

/** What is measured of a client's use, beside its requests. */
export type MeasuredUse = "reports" | "rows" | "bytes";

type Asked = { client: string; limits: Limits; measures: readonly ("requests" | MeasuredUse)[] };

/** Returns how much is used of a client's limits on some measures. */
export async function readLimits({ client, limits: own, measures }: Asked, now: number): Promise<LimitUse[]> {
  const measured: readonly string[] = measures;
  const names = limitNames.filter(
    (name) => own[name] !== undefined && measured.includes(limits[name].measure),
  );
  const today = businessDate(now, Resource.Settings.timeZone);
  const days = names.some((name) => limits[name].window !== "minute")
    ? await usedDays(client, { from: `${today.slice(0, 8)}01`, to: today })
    : [];
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
