import { ServiceError } from "@ashiato/aws-json/service-error";
import { z } from "zod";
import type { Metric, Sample } from "../metric.ts";
import { sampleOf } from "../metric.ts";
import type { CloudWatchContext } from "./cloudwatch-context.ts";
import { dimensions, instant, number, pageOf, period, readInput } from "./inputs.ts";

const datum = z.looseObject({
  MetricName: z.string().min(1),
  Dimensions: dimensions,
  Timestamp: instant.optional(),
  Value: number.optional(),
  Values: z.array(number).optional(),
  Counts: z.array(number).optional(),
  StatisticValues: z
    .object({ SampleCount: number, Sum: number, Minimum: number, Maximum: number })
    .optional(),
});

const putSchema = z.looseObject({
  Namespace: z
    .string()
    .min(1)
    .refine((name) => !name.startsWith("AWS/"), {
      error: "namespaces that begin with AWS/ are AWS's own",
    }),
  MetricData: z.array(datum).min(1).max(1_000),
});

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
export function putMetricData({ metrics, now }: CloudWatchContext, input: unknown): object {
  const { Namespace: namespace, MetricData } = readInput(putSchema, input);
  for (const { MetricName: name, Dimensions, Timestamp = now(), ...values } of MetricData) {
    metrics.add({ namespace, name, dimensions: Dimensions }, Timestamp, samplesOf(values));
  }
  return {};
}

function samplesOf(
  values: Pick<z.infer<typeof datum>, "Value" | "Values" | "Counts" | "StatisticValues">,
): Sample[] {
  if (values.StatisticValues) {
    const { SampleCount: count, Sum: sum, Minimum: min, Maximum: max } = values.StatisticValues;
    return [{ count, sum, min, max }];
  }
  const list = values.Values ?? (values.Value === undefined ? [] : [values.Value]);
  if (list.length === 0 || (values.Counts && values.Counts.length !== list.length)) {
    throw new ServiceError(
      "InvalidParameterCombination",
      "A datum has a Value, Values with Counts, or StatisticValues.",
    );
  }
  return list.map((value, index) => sampleOf(value, values.Counts?.[index] ?? 1));
}

const statisticsSchema = z.looseObject({
  Namespace: z.string(),
  MetricName: z.string(),
  Dimensions: dimensions,
  StartTime: instant,
  EndTime: instant,
  Period: period,
  Statistics: z.array(z.string()).default([]),
  ExtendedStatistics: z.array(z.string()).default([]),
});

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html */
export function getMetricStatistics({ metrics }: CloudWatchContext, input: unknown): object {
  const asked = readInput(statisticsSchema, input);
  const metric = { namespace: asked.Namespace, name: asked.MetricName, dimensions: asked.Dimensions };
  const span = spanOf(asked);
  const byBegin = new Map<number, Datapoint>();
  const at = (begin: number): Datapoint => {
    const point: Datapoint = byBegin.get(begin) ?? { Timestamp: new Date(begin), Unit: "None" };
    byBegin.set(begin, point);
    return point;
  };
  for (const statistic of asked.Statistics) {
    for (const [begin, value] of metrics.statistics(metric, span, statistic)) {
      Object.assign(at(begin), { [statistic]: value });
    }
  }
  for (const statistic of asked.ExtendedStatistics) {
    for (const [begin, value] of metrics.statistics(metric, span, statistic)) {
      const point = at(begin);
      point.ExtendedStatistics = { ...point.ExtendedStatistics, [statistic]: value };
    }
  }
  return { Label: asked.MetricName, Datapoints: [...byBegin.values()] };
}

type Datapoint = { Timestamp: Date; Unit: string; ExtendedStatistics?: Record<string, number> };

/** Periods begin at whole multiples of their length. */
export function spanOf({
  StartTime,
  EndTime,
  Period,
}: {
  StartTime: number;
  EndTime: number;
  Period: number;
}) {
  const length = Period * 1_000;
  return { from: Math.floor(StartTime / length) * length, until: EndTime, periodSeconds: Period };
}

const listSchema = z.looseObject({
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  Dimensions: z.array(z.object({ Name: z.string(), Value: z.string().optional() })).default([]),
  NextToken: z.string().optional(),
});

/** Metrics without a value for this long are no longer listed. */
const listedMilliseconds = 14 * 86_400_000;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html */
export function listMetrics({ metrics, now }: CloudWatchContext, input: unknown): object {
  const asked = readInput(listSchema, input);
  const found = metrics
    .list(now() - listedMilliseconds)
    .filter(
      ({ namespace, name, dimensions: own }: Metric) =>
        (asked.Namespace ?? namespace) === namespace &&
        (asked.MetricName ?? name) === name &&
        asked.Dimensions.every(
          ({ Name, Value }) => own[Name] !== undefined && (Value ?? own[Name]) === own[Name],
        ),
    );
  const { page, NextToken } = pageOf(found, { max: 500, token: asked.NextToken });
  const Metrics = page.map(({ namespace: Namespace, name: MetricName, dimensions: own }) => ({
    Namespace,
    MetricName,
    Dimensions: Object.entries(own).map(([Name, Value]) => ({ Name, Value })),
  }));
  return { Metrics, NextToken };
}
