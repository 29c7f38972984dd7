import { notifications } from "./notifications.ts";

export type AlarmArgs = {
  description: string;
  namespace: string;
  metric: string;
  dimensions: Record<string, $util.Input<string>>;
  statistic: "Maximum" | "Sum";
  /** Alarms when the statistic is greater than this. */
  threshold: number;
  periodSeconds: number;
};

/**
 * Declares an alarm that notifies the topic as soon as one period exceeds the threshold. Missing data raises
 * no alarm.
 */
export function alarm(name: string, args: AlarmArgs): aws.cloudwatch.MetricAlarm {
  return new aws.cloudwatch.MetricAlarm(name, {
    // An account may have several stages, and a message of the topic has nothing but this name.
    name: `${$app.name}-${$app.stage}-${name}`,
    alarmDescription: args.description,
    namespace: args.namespace,
    metricName: args.metric,
    dimensions: args.dimensions,
    statistic: args.statistic,
    comparisonOperator: "GreaterThanThreshold",
    threshold: args.threshold,
    period: args.periodSeconds,
    evaluationPeriods: 1,
    treatMissingData: "notBreaching",
    alarmActions: [notifications.arn],
    okActions: [notifications.arn],
  });
}
