import { awsTime } from "./alarm-message.ts";
import type { AlarmPlan, AlarmStateValue, ComparisonOperator } from "./alarms.ts";
import { isBreaching } from "./evaluate-alarm.ts";

/** The value of the period that starts at a time; undefined if the period has none. */
export type DataPoint = { begin: number; value: number | undefined };

/** As AWS's texts have them. */
const comparisons: Record<ComparisonOperator, string> = {
  GreaterThanThreshold: "greater than",
  GreaterThanOrEqualToThreshold: "greater than or equal to",
  LessThanThreshold: "less than",
  LessThanOrEqualToThreshold: "less than or equal to",
};

/** Returns why an alarm has a state, in the words of CloudWatch and as JSON. */
export function stateReason(
  alarm: AlarmPlan,
  state: AlarmStateValue,
  { points, now }: { points: readonly DataPoint[]; now: number },
): { reason: string; reasonData: string } {
  const present = points.filter(({ value }) => value !== undefined).slice(-alarm.evaluationPeriods);
  return {
    reason: reasonText(alarm, state, present),
    reasonData: JSON.stringify({
      version: "1.0",
      queryDate: awsTime(now),
      startDate: present[0] && awsTime(present[0].begin),
      statistic: alarm.statistic,
      period: alarm.periodSeconds,
      recentDatapoints: present.map(({ value }) => value),
      threshold: alarm.threshold,
    }),
  };
}

function reasonText(alarm: AlarmPlan, state: AlarmStateValue, present: readonly DataPoint[]): string {
  const { evaluationPeriods, datapointsToAlarm, threshold, treatMissingData } = alarm;
  const missing = evaluationPeriods - present.length;
  if (state === "INSUFFICIENT_DATA") {
    return `Insufficient Data: ${points(missing)} ${missing === 1 ? "was" : "were"} unknown.`;
  }
  const treated = treatMissingData === "breaching" ? "Breaching" : "NonBreaching";
  if (present.length === 0) {
    return `Threshold Crossed: no datapoints were received for ${count(evaluationPeriods, "period")} and ${count(missing, "missing datapoint")} ${missing === 1 ? "was" : "were"} treated as [${treated}].`;
  }
  const decisive = present.filter(
    ({ value }) => value !== undefined && isBreaching(alarm, value) === (state === "ALARM"),
  );
  const values = decisive
    .map(({ value, begin }) => `${decimal(value ?? 0)} (${shortTime(begin)})`)
    .join(", ");
  const not = state === "ALARM" ? "" : "not ";
  const verb = decisive.length === 1 ? "was" : "were";
  return `Threshold Crossed: ${decisive.length} out of the last ${points(evaluationPeriods)} [${values}] ${verb} ${not}${comparisons[alarm.comparisonOperator]} the threshold (${decimal(threshold)}) (minimum ${points(datapointsToAlarm)} for OK -> ALARM transition).`;
}

function points(number: number): string {
  return count(number, "datapoint");
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function decimal(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

/** Returns such as `26/11/26 04:00:00`. */
function shortTime(time: number): string {
  const [date = "", clock = ""] = new Date(time).toISOString().slice(2, 19).split("T");
  return `${date.split("-").toReversed().join("/")} ${clock}`;
}
