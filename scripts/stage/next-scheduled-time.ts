import { readExpression } from "@ashiato/local/services/scheduler/schedule-expression";

/**
 * Returns when a schedule's expression next starts its target, in milliseconds since 1970; undefined if it
 * never does.
 */
export function nextScheduledTime(expression: string, timeZone: string, now: number): number | undefined {
  return readExpression(expression, { timeZone, startedMilliseconds: now })(now);
}
