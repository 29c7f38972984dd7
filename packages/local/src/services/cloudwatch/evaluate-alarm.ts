import type { AlarmPlan, AlarmStateValue, ComparisonOperator } from "./alarms.ts";

type Rules = Pick<
  AlarmPlan,
  "threshold" | "comparisonOperator" | "evaluationPeriods" | "datapointsToAlarm" | "treatMissingData"
>;

/**
 * Returns an alarm's next state; undefined if it keeps its state.
 *
 * `points` are the values of the last periods, newest last, undefined for a period without data. They reach
 * further back than the alarm's own periods: older ones replace missing ones, and only those that are then
 * still missing are treated as the alarm declares.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export function nextAlarmState(
  rules: Rules,
  points: readonly (number | undefined)[],
): AlarmStateValue | undefined {
  const { evaluationPeriods, datapointsToAlarm, treatMissingData } = rules;
  const present = points.filter((point) => point !== undefined).slice(-evaluationPeriods);
  const breaching = present.filter((point) => isBreaching(rules, point)).length;
  const missing = evaluationPeriods - present.length;
  if (treatMissingData === "breaching" || treatMissingData === "notBreaching") {
    const treated = treatMissingData === "breaching" ? missing : 0;
    return breaching + treated >= datapointsToAlarm ? "ALARM" : "OK";
  }
  if (present.length === 0) {
    return treatMissingData === "ignore" ? undefined : "INSUFFICIENT_DATA";
  }
  if (breaching >= datapointsToAlarm) {
    return "ALARM";
  }
  if (breaching < present.length || present.length >= datapointsToAlarm) {
    return "OK";
  }
  // Too few points, all breaching: an alarm only if no newer point could still prevent it.
  const oldest = points.length - points.findIndex((point) => point !== undefined);
  return treatMissingData === "missing" && oldest >= datapointsToAlarm ? "ALARM" : undefined;
}

export function isBreaching(
  { threshold, comparisonOperator }: { threshold: number; comparisonOperator: ComparisonOperator },
  value: number,
): boolean {
  switch (comparisonOperator) {
    case "GreaterThanThreshold":
      return value > threshold;
    case "GreaterThanOrEqualToThreshold":
      return value >= threshold;
    case "LessThanThreshold":
      return value < threshold;
    case "LessThanOrEqualToThreshold":
      return value <= threshold;
  }
}
