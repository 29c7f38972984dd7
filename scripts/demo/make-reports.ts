import { fleetReports } from "../fleet/fleet.ts";
import type { Calendar } from "../report/calendar.ts";
import type { DemoReport } from "../report/demo-report.ts";
import { ScriptError } from "../script-error.ts";
import type { DemoArguments } from "./demo-arguments.ts";
import { reportTime } from "../input/moved-report.ts";
import { inputReport, readDemoInput } from "./read-input.ts";
import { shiftDays } from "../report/shift.ts";
import { Tally } from "./tally.ts";
import { counted } from "../terminal/counted.ts";

export type Occasion = {
  calendar: Calendar;
  /** The last complete business date, `yyyy-MM-dd`. */
  date: string;
  /** Milliseconds since 1970. */
  now: number;
};

/**
 * Returns the demo's reports in the order of sending, and a sentence about them: those of the input file, or
 * the day of a simulated fleet.
 */
export async function makeReports(
  options: DemoArguments,
  occasion: Occasion,
): Promise<{ reports: DemoReport[]; about: string }> {
  const { calendar, date } = occasion;
  if (options.input === undefined) {
    const { seed, devices, reports } = options;
    return {
      reports: fleetReports({ seed, devices, reports, ...occasion }),
      about: `A day of ${counted(devices, "device")} in and around Tokyo, ${date}, with some reports late, broken or sent twice`,
    };
  }
  const { reports: given, unreadable } = await readDemoInput(options.input, options.inputOptions);
  const newest = given.reduce(
    (latest, report) => Math.max(latest, reportTime(report) ?? Number.NEGATIVE_INFINITY),
    Number.NEGATIVE_INFINITY,
  );
  if (newest === Number.NEGATIVE_INFINITY) {
    throw new ScriptError("BadInput", `${options.input} has no report with a readable time`);
  }
  const days = shiftDays(options.shift, newest, { calendar, lastDate: date });
  const reports = given.map((report) => inputReport(report, days, calendar));
  // Refuses input that cannot be counted, before anything starts.
  const trial = new Tally();
  reports.forEach(({ row }) => row && trial.add(row));
  const left = unreadable === 0 ? "" : ` (without ${counted(unreadable, "line")} that cannot be read)`;
  return {
    reports,
    about: `The reports in ${options.input}${left}, moved by ${counted(days, "day")}`,
  };
}
