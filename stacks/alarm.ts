import { notifications } from "./notifications.ts";

export type AlarmArgs = {
  description: string;
  namespace: string;
  metric: string;
  dimensions: Record<string, $util.Input<string>>;
  statistic: "Maximum" | "Sum" | "p99";
  /** Alarms when the statistic is greater than this. */
  threshold: number;
  periodSeconds: number;
  /** Number of consecutive periods; defaults to 1. */
  periods?: number;
};

/**
 * Declares an alarm that notifies the topic as soon as the threshold is exceeded. Missing data raises no
 * alarm.
 */
export function alarm(name: string, args: AlarmArgs): void {
  declare(name, args, {
    comparisonOperator: "GreaterThanThreshold",
    threshold: args.threshold,
    treatMissingData: "notBreaching",
  });
}

/**
 * Declares an alarm that notifies the topic when nothing was counted for this many consecutive periods.
 * Missing data counts as nothing.
 */
export function silenceAlarm(name: string, args: Omit<AlarmArgs, "statistic" | "threshold">): void {
  declare(
    name,
    { ...args, statistic: "Sum" },
    { comparisonOperator: "LessThanThreshold", threshold: 1, treatMissingData: "breaching" },
  );
}

function declare(
  name: string,
  args: Omit<AlarmArgs, "threshold">,
  condition: Pick<aws.cloudwatch.MetricAlarmArgs, "comparisonOperator" | "threshold" | "treatMissingData">,
): void {
  const { statistic, periods = 1 } = args;
  new aws.cloudwatch.MetricAlarm(name, {
    // An account may have several stages, and in a message of the topic only this name distinguishes them.
    name: `${$app.name}-${$app.stage}-${name}`,
    alarmDescription: args.description,
    namespace: args.namespace,
    metricName: args.metric,
    dimensions: args.dimensions,
    ...(statistic === "p99" ? { extendedStatistic: statistic } : { statistic }),
    ...condition,
    period: args.periodSeconds,
    evaluationPeriods: periods,
    alarmActions: [notifications.arn],
    okActions: [notifications.arn],
  });
}
