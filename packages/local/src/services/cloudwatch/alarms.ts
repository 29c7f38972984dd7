import { z } from "zod";
import type { DeclaredResources } from "../declared.ts";
import type { Metric } from "./metric.ts";
import { isServedMetric } from "./stage-metrics.ts";

const comparisonOperators = [
  "GreaterThanOrEqualToThreshold",
  "GreaterThanThreshold",
  "LessThanThreshold",
  "LessThanOrEqualToThreshold",
] as const;

const missingData = ["missing", "ignore", "breaching", "notBreaching"] as const;

export type ComparisonOperator = (typeof comparisonOperators)[number];
export type TreatMissingData = (typeof missingData)[number];

export type AlarmPlan = {
  name: string;
  arn: string;
  description: string | undefined;
  metric: Metric;
  /** False if no local service counts the metric: the alarm is listed, and stays INSUFFICIENT_DATA. */
  isMeasured: boolean;
  statistic: string;
  threshold: number;
  comparisonOperator: ComparisonOperator;
  periodSeconds: number;
  evaluationPeriods: number;
  datapointsToAlarm: number;
  treatMissingData: TreatMissingData;
  actionsEnabled: boolean;
  /** ARNs of the topics to notify, by state. */
  actions: Record<AlarmStateValue, string[]>;
};

export type AlarmStateValue = "OK" | "ALARM" | "INSUFFICIENT_DATA";

export const alarmType = "aws:cloudwatch/metricAlarm:MetricAlarm";

const topics = z
  .array(z.string().regex(/^arn:[^:]+:sns:/, "an alarm's action is served if it is an SNS topic"))
  .default([]);

const alarm = z.looseObject({
  name: z.string(),
  arn: z.string(),
  alarmDescription: z.string().optional(),
  namespace: z.string({ error: "alarms on metric math are not served" }),
  metricName: z.string(),
  dimensions: z.record(z.string(), z.string()).default({}),
  statistic: z.string().optional(),
  extendedStatistic: z.string().optional(),
  threshold: z.number({ error: "alarms on anomaly detection are not served" }),
  comparisonOperator: z.enum(comparisonOperators, {
    error: "alarms on anomaly detection are not served",
  }),
  period: z.number().multipleOf(60, "periods below a minute are not served"),
  evaluationPeriods: z.number(),
  datapointsToAlarm: z.number().optional(),
  treatMissingData: z.enum(missingData).default("missing"),
  actionsEnabled: z.boolean().default(true),
  alarmActions: topics,
  okActions: topics,
  insufficientDataActions: topics,
});

/** Returns every declared alarm. Those on metrics that the stage does not have are named as not served. */
export function readAlarms(declared: DeclaredResources): AlarmPlan[] {
  return declared.ofType(alarmType, alarm).map(({ name: component, state }) => {
    const metric = { namespace: state.namespace, name: state.metricName, dimensions: state.dimensions };
    const isMeasured = isServedMetric(metric);
    if (!isMeasured) {
      const reason = `no local service counts ${metric.namespace} ${metric.name}`;
      declared.leaveOut({ type: alarmType, name: component, reason });
    }
    return {
      name: state.name,
      arn: state.arn,
      description: state.alarmDescription,
      metric,
      isMeasured,
      statistic: state.statistic ?? state.extendedStatistic ?? "Average",
      threshold: state.threshold,
      comparisonOperator: state.comparisonOperator,
      periodSeconds: state.period,
      evaluationPeriods: state.evaluationPeriods,
      datapointsToAlarm: state.datapointsToAlarm ?? state.evaluationPeriods,
      treatMissingData: state.treatMissingData,
      actionsEnabled: state.actionsEnabled,
      actions: {
        ALARM: state.alarmActions,
        OK: state.okActions,
        INSUFFICIENT_DATA: state.insufficientDataActions,
      },
    };
  });
}
