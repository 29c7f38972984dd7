import { ServiceError } from "@ashiato/aws-json/service-error";
import { z } from "zod";
import type { AlarmState } from "../alarm-store.ts";
import type { AlarmPlan } from "../alarms.ts";
import type { CloudWatchContext } from "./cloudwatch-context.ts";
import { instant, pageOf, readInput, whole } from "./inputs.ts";

const stateValue = z.enum(["OK", "ALARM", "INSUFFICIENT_DATA"]);

const describeSchema = z.looseObject({
  AlarmNames: z.array(z.string()).optional(),
  AlarmNamePrefix: z.string().default(""),
  StateValue: stateValue.optional(),
  ActionPrefix: z.string().optional(),
  MaxRecords: whole.min(1).max(100).default(50),
  NextToken: z.string().optional(),
});

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
export function describeAlarms({ watch }: CloudWatchContext, input: unknown): object {
  const asked = readInput(describeSchema, input);
  const found = watch.alarms
    .map((alarm) => ({ alarm, state: watch.state(alarm.name) }))
    .filter(
      ({ alarm, state }) =>
        (asked.AlarmNames?.includes(alarm.name) ?? true) &&
        alarm.name.startsWith(asked.AlarmNamePrefix) &&
        (asked.StateValue ?? state.value) === state.value &&
        (asked.ActionPrefix === undefined ||
          Object.values(alarm.actions).some((arns) =>
            arns.some((arn) => arn.startsWith(asked.ActionPrefix ?? "")),
          )),
    )
    .toSorted((a, b) => (a.alarm.name < b.alarm.name ? -1 : 1));
  const { page, NextToken } = pageOf(found, { max: asked.MaxRecords, token: asked.NextToken });
  return {
    MetricAlarms: page.map(({ alarm, state }) => shapeOf(alarm, state)),
    CompositeAlarms: [],
    NextToken,
  };
}

function shapeOf(alarm: AlarmPlan, { value, reason, reasonData, since }: AlarmState): object {
  const { metric, actions, statistic } = alarm;
  return {
    AlarmName: alarm.name,
    AlarmArn: alarm.arn,
    AlarmDescription: alarm.description,
    ActionsEnabled: alarm.actionsEnabled,
    OKActions: actions.OK,
    AlarmActions: actions.ALARM,
    InsufficientDataActions: actions.INSUFFICIENT_DATA,
    StateValue: value,
    StateReason: reason,
    StateReasonData: reasonData,
    StateUpdatedTimestamp: new Date(since),
    StateTransitionedTimestamp: new Date(since),
    MetricName: metric.name,
    Namespace: metric.namespace,
    ...(statistic.startsWith("p") ? { ExtendedStatistic: statistic } : { Statistic: statistic }),
    Dimensions: Object.entries(metric.dimensions).map(([Name, Value]) => ({ Name, Value })),
    Period: alarm.periodSeconds,
    EvaluationPeriods: alarm.evaluationPeriods,
    DatapointsToAlarm: alarm.datapointsToAlarm,
    Threshold: alarm.threshold,
    ComparisonOperator: alarm.comparisonOperator,
    TreatMissingData: alarm.treatMissingData,
  };
}

const setSchema = z.looseObject({
  AlarmName: z.string(),
  StateValue: stateValue,
  StateReason: z.string(),
  StateReasonData: z.string().optional(),
});

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_SetAlarmState.html */
export function setAlarmState({ watch, now }: CloudWatchContext, input: unknown): object {
  const { AlarmName, StateValue: value, StateReason: reason, StateReasonData } = readInput(setSchema, input);
  const alarm = watch.alarms.find(({ name }) => name === AlarmName);
  if (!alarm) {
    throw new ServiceError("ResourceNotFound", `Unknown alarm: ${AlarmName}`, { statusCode: 404 });
  }
  watch.change(alarm, { value, reason, reasonData: StateReasonData, since: now() });
  return {};
}

const historySchema = z.looseObject({
  AlarmName: z.string().optional(),
  HistoryItemType: z.enum(["ConfigurationUpdate", "StateUpdate", "Action"]).optional(),
  StartDate: instant.optional(),
  EndDate: instant.optional(),
  ScanBy: z.enum(["TimestampDescending", "TimestampAscending"]).default("TimestampDescending"),
  MaxRecords: whole.min(1).max(100).default(50),
  NextToken: z.string().optional(),
});

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html */
export function describeAlarmHistory({ states }: CloudWatchContext, input: unknown): object {
  const asked = readInput(historySchema, input);
  const found = states
    .history(asked.AlarmName)
    .filter(
      ({ type, time }) =>
        (asked.HistoryItemType ?? type) === type &&
        time >= (asked.StartDate ?? 0) &&
        time <= (asked.EndDate ?? Number.POSITIVE_INFINITY),
    );
  const ordered = asked.ScanBy === "TimestampAscending" ? found.reverse() : found;
  const { page, NextToken } = pageOf(ordered, { max: asked.MaxRecords, token: asked.NextToken });
  const AlarmHistoryItems = page.map(({ alarm, time, type, summary, data }) => ({
    AlarmName: alarm,
    AlarmType: "MetricAlarm",
    Timestamp: new Date(time),
    HistoryItemType: type,
    HistorySummary: summary,
    HistoryData: data,
  }));
  return { AlarmHistoryItems, NextToken };
}
