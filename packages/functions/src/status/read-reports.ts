import { startOfBusinessDate } from "@ashiato/core/business-date";
import { metricDimensions, metricNamespace } from "@ashiato/core/metrics";
import { type MinuteSums, reportMetrics, reportsPerMinute } from "@ashiato/core/status/report-counts";
import type { StatusParts } from "@ashiato/core/status/status";
import { type MetricDataQuery, paginateGetMetricData } from "@aws-sdk/client-cloudwatch";
import { Resource } from "sst";
import { cloudwatch } from "../aws/cloudwatch.ts";

const periodSeconds = 60;

/** Returns the reports of each minute of today, by the counts that functions write to their logs. */
export async function readReports(now: number): Promise<StatusParts["reports"]> {
  const from = startOfBusinessDate(now, Resource.Settings.timeZone);
  const sums = new Map<string, MinuteSums[number][]>();
  const request = {
    StartTime: new Date(from),
    EndTime: new Date(now),
    MetricDataQueries: reportMetrics.map((each) => queryOf(each)),
  };
  for await (const { MetricDataResults = [] } of paginateGetMetricData({ client: cloudwatch }, request)) {
    for (const { Id = "", Timestamps = [], Values = [] } of MetricDataResults) {
      const minutes = Timestamps.map((time, index) => ({ minute: time.getTime(), sum: Values[index] ?? 0 }));
      sums.set(Id, [...(sums.get(Id) ?? []), ...minutes]);
    }
  }
  return reportsPerMinute(sums, { from, until: now });
}

function queryOf({ id, phase, metric }: (typeof reportMetrics)[number]): MetricDataQuery {
  const dimensions = metricDimensions(phase, Resource.App.stage);
  return {
    Id: id,
    MetricStat: {
      Metric: {
        Namespace: metricNamespace,
        MetricName: metric,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
      Period: periodSeconds,
      Stat: "Sum",
    },
  };
}
