import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { metricDimensions, metricNamespace } from "@ashiato/core/metrics";
import { Resource } from "sst";

/** Structured logs; the level comes from POWERTOOLS_LOG_LEVEL and defaults to info. */
export const logger = new Logger({ serviceName: "ashiato" });

/**
 * Writes counts as metrics of a phase to the function's log, from which CloudWatch takes them without a
 * request:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format.html
 */
export function publishCounts(phase: string, counts: Record<string, number>): void {
  const { service, ...defaultDimensions } = metricDimensions(phase, Resource.App.stage);
  const metrics = new Metrics({ namespace: metricNamespace, serviceName: service, defaultDimensions });
  for (const [name, count] of Object.entries(counts)) {
    metrics.addMetric(name, name === "bytes" ? MetricUnit.Bytes : MetricUnit.Count, count);
  }
  metrics.publishStoredMetrics();
}
