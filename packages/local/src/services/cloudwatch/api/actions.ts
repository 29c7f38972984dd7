import { describeAlarmHistory, describeAlarms, setAlarmState } from "./alarm-actions.ts";
import type { CloudWatchAction } from "./cloudwatch-context.ts";
import { getMetricData } from "./get-metric-data.ts";
import { getMetricStatistics, listMetrics, putMetricData } from "./metric-actions.ts";

/** The actions of CloudWatch that the stage has. */
export const cloudwatchActions: Readonly<Record<string, CloudWatchAction>> = {
  DescribeAlarmHistory: describeAlarmHistory,
  DescribeAlarms: describeAlarms,
  GetMetricData: getMetricData,
  GetMetricStatistics: getMetricStatistics,
  ListMetrics: listMetrics,
  PutMetricData: putMetricData,
  SetAlarmState: setAlarmState,
};
