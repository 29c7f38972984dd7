import { addDays, type Calendar } from "../report/calendar.ts";
import type { DemoReport } from "../report/demo-report.ts";
import { makeDevice, reportDay } from "./device.ts";
import { breakReport } from "./invalid-reports.ts";
import { type Random, seededRandom } from "./random.ts";

export type FleetPlan = {
  seed: number;
  devices: number;
  /** Reports of the business date from all devices, not counting those that are late, invalid or repeated. */
  reports: number;
  /** Business date, `yyyy-MM-dd`. */
  date: string;
  calendar: Calendar;
  /** The present, in milliseconds since 1970. */
  now: number;
};

/** Share of the reports that a device sends a second time, because it did not see the answer. */
const repeatedShare = 0.1;
/** Share of broken reports. */
const brokenShare = 0.015;
/** One in this many devices had no network on an earlier day, and sends that day's reports now. */
const lateDeviceEvery = 30;
const maxDaysLate = 5;
const reportsOfLateDay = 25;

const minute = 60_000;

/**
 * Returns a day of a fleet in and around Tokyo, in the order of sending. Equal plans yield equal reports.
 * Besides the day itself there are reports of up to five earlier dates, repeated ones (minutes to hours after
 * the first) and broken ones.
 */
export function fleetReports(plan: FleetPlan): DemoReport[] {
  const random = seededRandom(plan.seed);
  const sendings = [...deviceReports(plan, random)].flatMap((report) => {
    const sent = { report, at: sendingTime(report) };
    return [
      sent,
      ...(random.chance(repeatedShare) ? [{ report, at: sent.at + random.between(1, 300) * minute }] : []),
      ...(random.chance(brokenShare)
        ? [{ report: broken(report, { random, now: plan.now }), at: sent.at + random.between(0, 1) * minute }]
        : []),
    ];
  });
  return sendings.sort((a, b) => a.at - b.at).map(({ report }) => report);

  /** Late days go out on the morning after; the rest some seconds after the fix. */
  function sendingTime({ row }: DemoReport): number {
    const late = row?.date !== plan.date;
    const recorded = late ? plan.calendar.startOf(plan.date) : Date.parse(row.recordedAt);
    return recorded + random.between(0, late ? 600 : 1) * minute;
  }
}

function* deviceReports(plan: FleetPlan, random: Random): Generator<DemoReport> {
  const { calendar, date } = plan;
  for (let number = 1; number <= plan.devices; number += 1) {
    const device = makeDevice(number, random);
    const reports = shareOf(plan, number);
    yield* reportDay(device, { date, reports, calendar, random });
    if (number % lateDeviceEvery === 0) {
      const lateDate = addDays(date, -1 - random.below(maxDaysLate));
      yield* reportDay(device, {
        date: lateDate,
        reports: Math.min(reportsOfLateDay, reports),
        calendar,
        random,
      });
    }
  }
}

/** Splits the day's reports over the devices to the last one. */
function shareOf({ reports, devices }: FleetPlan, number: number): number {
  return Math.floor((reports * number) / devices) - Math.floor((reports * (number - 1)) / devices);
}

function broken(report: DemoReport, dice: { random: Random; now: number }): DemoReport {
  return { body: breakReport(report.body, dice), verdict: "rejected" };
}
