import { Cron, type CronOptions } from "croner";

/**
 * Returns when a schedule of EventBridge Scheduler next starts its target after a moment, both in
 * milliseconds since 1970; undefined if it never does, or if its expression is a `rate(…)`, which AWS counts
 * from a moment that it does not tell. Throws RangeError for an expression of any other form.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export function nextScheduledTime(expression: string, timeZone: string, after: number): number | undefined {
  const [, kind = "", argument = ""] = /^(\w+)\((.*)\)$/.exec(expression) ?? [];
  switch (kind) {
    case "cron":
      // Sunday is 1 in AWS's day of week, as in Quartz.
      return next(`0 ${argument.trim()}`, after, {
        timezone: timeZone,
        mode: "7-part",
        alternativeWeekdays: true,
      });
    case "at":
      return next(argument, after, { timezone: timeZone });
    case "rate":
      return undefined;
    default:
      throw new RangeError(`The schedule ${JSON.stringify(expression)} is not cron(), at() or rate()`);
  }
}

function next(pattern: string, after: number, options: CronOptions): number | undefined {
  return new Cron(pattern, { ...options, paused: true }).nextRun(new Date(after))?.getTime();
}
