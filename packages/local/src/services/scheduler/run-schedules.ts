import type { SchedulePlan } from "./schedules.ts";
import { readExpression } from "./schedule-expression.ts";

export type SchedulerOptions = {
  schedules: readonly SchedulePlan[];
  now: () => number;
  /** Starts what the schedule targets. */
  target: (schedule: SchedulePlan, input: string) => Promise<void>;
  onFault: (fault: unknown) => void;
};

/** setTimeout counts in 32 bits. */
const maxTimerMilliseconds = 2_147_483_647;

/**
 * Runs every enabled schedule until it is stopped. A target that fails is reported, and started again at its
 * next time.
 */
export function runSchedules(options: SchedulerOptions): { stop: () => void } {
  const timers = new Map<string, NodeJS.Timeout>();
  let isStopped = false;
  for (const schedule of options.schedules) {
    if (!schedule.enabled) {
      continue;
    }
    const next = readExpression(schedule.expression, {
      timeZone: schedule.timeZone,
      startedMilliseconds: options.now(),
    });
    const arm = (): void => {
      const time = next(options.now());
      if (time === undefined) {
        return;
      }
      // The time may have passed while it was computed.
      const wait = Math.min(Math.max(time - options.now(), 0), maxTimerMilliseconds);
      timers.set(
        schedule.name,
        setTimeout(() => fire(time), wait),
      );
    };
    const fire = (time: number): void => {
      if (options.now() >= time) {
        options
          .target(schedule, contextAttributes(schedule.input, new Date(time)))
          .catch((fault: unknown) => {
            // What is under way when the stage stops is cut off.
            if (!isStopped) {
              options.onFault(fault);
            }
          });
      }
      arm();
    };
    arm();
  }
  return {
    stop: () => {
      isStopped = true;
      timers.forEach((timer) => clearTimeout(timer));
    },
  };
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
function contextAttributes(input: string, time: Date): string {
  return input
    .replaceAll("<aws.scheduler.scheduled-time>", `${time.toISOString().slice(0, 19)}Z`)
    .replaceAll("<aws.scheduler.attempt-number>", "1");
}
