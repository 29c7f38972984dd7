import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { metricDimensions, metricNamespace } from "@ashiato/core/metrics";
import { Resource } from "sst";

/** Structured logs; the level comes from POWERTOOLS_LOG_LEVEL and defaults to info. */
export const logger = new Logger({ serviceName: "ashiato" });

/** Whose request a function of the API is working on; undefined elsewhere. */
let caller: string | undefined;

/** Names the client of a request in everything that is logged and counted until the next request. */
export function nameCaller(client: string): void {
  caller = client;
  logger.appendKeys({ client });
}

/** Names no client until the next request that has one: an instance would go on with that of the last. */
export function nameNoCaller(): void {
  caller = undefined;
  logger.removeKeys(["client"]);
}

/**
 * Writes counts as metrics of a phase to the function's log, from which CloudWatch takes them without a
 * request. The caller is a property of the entry: as a dimension it would make metrics of each client, which
 * are billed one by one.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format.html
 */
export function publishCounts(phase: string, counts: Record<string, number>): void {
  const { service, ...defaultDimensions } = metricDimensions(phase, Resource.App.stage);
  const metrics = new Metrics({ namespace: metricNamespace, serviceName: service, defaultDimensions });
  for (const [name, count] of Object.entries(counts)) {
    metrics.addMetric(name, name === "bytes" ? MetricUnit.Bytes : MetricUnit.Count, count);
  }
  if (caller !== undefined) {
    metrics.addMetadata("client", caller);
  }
  metrics.publishStoredMetrics();
}
