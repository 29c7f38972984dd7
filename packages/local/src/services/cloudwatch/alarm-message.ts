import type { Account } from "../../evaluate/resource-state.ts";
import type { AlarmPlan } from "./alarms.ts";
import type { AlarmState } from "./alarm-store.ts";

/** The message that a topic's subscribers receive from an alarm. */
export type AlarmMessage = { subject: string; message: string };

const statisticNames: Readonly<Record<string, string>> = {
  SampleCount: "SAMPLE_COUNT",
  Sum: "SUM",
  Average: "AVERAGE",
  Minimum: "MINIMUM",
  Maximum: "MAXIMUM",
};

/**
 * Returns the message of a change of state, with the members that AWS's has. `Region` is the region's id
 * here, where AWS writes its long name.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
export function alarmMessage(
  alarm: AlarmPlan,
  change: { from: AlarmState; to: AlarmState },
  { accountId, region }: Account,
): AlarmMessage {
  const { from, to } = change;
  const { metric, actions } = alarm;
  const statistic = statisticNames[alarm.statistic];
  const message = {
    AlarmName: alarm.name,
    AlarmDescription: alarm.description ?? null,
    AWSAccountId: accountId,
    NewStateValue: to.value,
    NewStateReason: to.reason,
    StateChangeTime: awsTime(to.since),
    Region: region,
    AlarmArn: alarm.arn,
    OldStateValue: from.value,
    OKActions: actions.OK,
    AlarmActions: actions.ALARM,
    InsufficientDataActions: actions.INSUFFICIENT_DATA,
    Trigger: {
      MetricName: metric.name,
      Namespace: metric.namespace,
      ...(statistic === undefined
        ? { StatisticType: "ExtendedStatistic", ExtendedStatistic: alarm.statistic }
        : { StatisticType: "Statistic", Statistic: statistic }),
      Unit: null,
      Dimensions: Object.entries(metric.dimensions).map(([name, value]) => ({ value, name })),
      Period: alarm.periodSeconds,
      EvaluationPeriods: alarm.evaluationPeriods,
      DatapointsToAlarm: alarm.datapointsToAlarm,
      ComparisonOperator: alarm.comparisonOperator,
      Threshold: alarm.threshold,
      TreatMissingData: alarm.treatMissingData,
      EvaluateLowSampleCountPercentile: "",
    },
  };
  return {
    subject: `${to.value}: "${alarm.name}" in ${region}`.slice(0, 100),
    message: JSON.stringify(message),
  };
}

/** Returns a time as CloudWatch writes it: `2026-11-26T04:00:00.000+0000`. */
export function awsTime(time: number): string {
  return new Date(time).toISOString().replace("Z", "+0000");
}
