import { Cron } from "croner";
import { LocalError } from "../../local-error.ts";

/** Returns the next time after the given one, in epoch milliseconds; undefined if no time is left. */
export type NextTime = (afterMilliseconds: number) => number | undefined;

type Schedule = {
  /** IANA name. */
  timeZone: string;
  startedMilliseconds: number;
};

const unitMilliseconds: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Reads a schedule expression of EventBridge Scheduler: `rate(value unit)`, counted from the start of the
 * stage, `cron(minutes hours day-of-month month day-of-week year)` and `at(yyyy-mm-ddThh:mm:ss)`, both in the
 * schedule's time zone.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 *
 * Throws LocalError UNSUPPORTED naming an expression of any other form.
 */
export function readExpression(expression: string, schedule: Schedule): NextTime {
  const [, kind = "", argument = ""] = /^(\w+)\((.*)\)$/.exec(expression) ?? [];
  const next = readKind(kind, argument, schedule);
  if (!next) {
    throw new LocalError("UNSUPPORTED", `Schedule expression ${expression} is not rate(), cron() or at()`);
  }
  return next;
}

function readKind(kind: string, argument: string, schedule: Schedule): NextTime | undefined {
  switch (kind) {
    case "rate":
      return rate(argument, schedule.startedMilliseconds);
    case "cron":
      return cron(argument, schedule.timeZone);
    case "at":
      return at(argument, schedule.timeZone);
    default:
      return undefined;
  }
}

function rate(argument: string, startedMilliseconds: number): NextTime | undefined {
  const [, value = "", unit = ""] = /^(\d+) (minute|hour|day)s?$/.exec(argument) ?? [];
  const period = Number(value) * (unitMilliseconds[unit] ?? 0);
  if (!(period > 0)) {
    return undefined;
  }
  return (afterMilliseconds) =>
    startedMilliseconds + (Math.floor((afterMilliseconds - startedMilliseconds) / period) + 1) * period;
}

function cron(argument: string, timeZone: string): NextTime | undefined {
  const fields = argument.trim().split(/\s+/);
  if (fields.length !== 6) {
    return undefined;
  }
  // Sunday is 1 in AWS's day of week, as in Quartz.
  const job = new Cron(`0 ${fields.join(" ")}`, {
    timezone: timeZone,
    mode: "7-part",
    alternativeWeekdays: true,
    paused: true,
  });
  return (afterMilliseconds) => job.nextRun(new Date(afterMilliseconds))?.getTime();
}

function at(argument: string, timeZone: string): NextTime | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(argument)) {
    return undefined;
  }
  const job = new Cron(argument, { timezone: timeZone, paused: true });
  return (afterMilliseconds) => job.nextRun(new Date(afterMilliseconds))?.getTime();
}
