import { z } from "zod";
import { type Metric, type Sample, sampleOf } from "./metric.ts";

/**
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
const lineSchema = z.looseObject({
  _aws: z.looseObject({
    Timestamp: z.number(),
    CloudWatchMetrics: z.array(
      z.looseObject({
        Namespace: z.string().min(1),
        Dimensions: z.array(z.array(z.string()).max(30)),
        Metrics: z.array(z.looseObject({ Name: z.string() })).max(100),
      }),
    ),
  }),
});

const valuesSchema = z.union([z.number().transform((value) => [value]), z.array(z.number()).max(100)]);

export type EmbeddedMetric = { metric: Metric; time: number; samples: Sample[] };

/**
 * Returns the metrics in a log line in Embedded Metric Format; none for any other line. Like CloudWatch,
 * omits a metric with a missing value or dimension.
 */
export function readEmbeddedMetrics(message: string): EmbeddedMetric[] {
  const line = lineSchema.safeParse(parse(message)).data;
  if (!line) {
    return [];
  }
  const { Timestamp: time, CloudWatchMetrics: directives } = line._aws;
  return directives.flatMap(({ Namespace: namespace, Dimensions, Metrics }) =>
    Metrics.flatMap(({ Name: name }) => {
      const values = valuesSchema.safeParse(line[name]).data ?? [];
      return Dimensions.flatMap((names) => {
        const dimensions = dimensionsOf(line, names);
        return dimensions && values.length > 0
          ? [
              {
                metric: { namespace, name, dimensions },
                time,
                samples: values.map((value) => sampleOf(value)),
              },
            ]
          : [];
      });
    }),
  );
}

function dimensionsOf(
  line: Record<string, unknown>,
  names: readonly string[],
): Record<string, string> | undefined {
  const dimensions: Record<string, string> = {};
  for (const name of names) {
    const value = line[name];
    if (typeof value !== "string") {
      return undefined;
    }
    dimensions[name] = value;
  }
  return dimensions;
}

function parse(message: string): unknown {
  if (!message.startsWith("{") || !message.includes('"_aws"')) {
    return undefined;
  }
  try {
    return JSON.parse(message);
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}
