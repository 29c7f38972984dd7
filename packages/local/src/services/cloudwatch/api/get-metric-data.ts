import { ServiceError } from "@ashiato/aws-json/service-error";
import { z } from "zod";
import type { CloudWatchContext } from "./cloudwatch-context.ts";
import { compileExpression } from "./expression.ts";
import { dimensions, instant, period, readInput, truth } from "./inputs.ts";
import { spanOf } from "./metric-actions.ts";

const query = z.looseObject({
  Id: z.string().regex(/^[a-z]\w*$/),
  Label: z.string().optional(),
  ReturnData: truth.default(true),
  MetricStat: z
    .looseObject({
      Metric: z.looseObject({ Namespace: z.string(), MetricName: z.string(), Dimensions: dimensions }),
      Period: period,
      Stat: z.string(),
    })
    .optional(),
  Expression: z.string().optional(),
});

const schema = z.looseObject({
  MetricDataQueries: z.array(query).min(1).max(500),
  StartTime: instant,
  EndTime: instant,
  ScanBy: z.enum(["TimestampDescending", "TimestampAscending"]).default("TimestampDescending"),
});

type Query = z.infer<typeof query>;

/** Values by the start of their periods. */
type Series = ReadonlyMap<number, number>;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
export function getMetricData({ metrics }: CloudWatchContext, input: unknown): object {
  const asked = readInput(schema, input);
  const series = new Map<string, Series>();
  for (const { Id, MetricStat } of asked.MetricDataQueries) {
    if (MetricStat) {
      const { Metric, Period, Stat } = MetricStat;
      const metric = { namespace: Metric.Namespace, name: Metric.MetricName, dimensions: Metric.Dimensions };
      series.set(Id, metrics.statistics(metric, spanOf({ ...asked, Period }), Stat));
    }
  }
  for (const { Id, Expression } of asked.MetricDataQueries) {
    if (Expression !== undefined) {
      series.set(Id, expressionSeries(Expression, series));
    }
  }
  const returned = asked.MetricDataQueries.filter(({ ReturnData }) => ReturnData);
  const isAscending = asked.ScanBy === "TimestampAscending";
  return {
    MetricDataResults: returned.map((each) => resultOf(each, series.get(each.Id), isAscending)),
    Messages: [],
  };
}

function resultOf(
  { Id, Label, MetricStat }: Query,
  series: Series | undefined,
  isAscending: boolean,
): object {
  if (!series) {
    throw new ServiceError("ValidationError", `The query ${Id} has neither MetricStat nor Expression.`);
  }
  const points = [...series].toSorted(([a], [b]) => (isAscending ? a - b : b - a));
  return {
    Id,
    Label: Label ?? MetricStat?.Metric.MetricName ?? Id,
    Timestamps: points.map(([begin]) => new Date(begin)),
    Values: points.map(([, value]) => value),
    StatusCode: "Complete",
  };
}

/** Like CloudWatch, omits the periods in which one of the metrics has no value. */
function expressionSeries(text: string, series: ReadonlyMap<string, Series>): Series {
  const { ids, compute } = compileExpression(text);
  const used = ids.map((id) => {
    const found = series.get(id);
    if (!found) {
      throw new ServiceError(
        "ValidationError",
        `The expression ${text} names ${id}, which no query before it has.`,
      );
    }
    return [id, found] as const;
  });
  const begins = [...(used[0]?.[1].keys() ?? [])].filter((begin) =>
    used.every(([, each]) => each.has(begin)),
  );
  return new Map(
    begins.flatMap((begin) => {
      const value = compute(Object.fromEntries(used.map(([id, each]) => [id, each.get(begin) ?? 0])));
      return Number.isFinite(value) ? [[begin, value]] : [];
    }),
  );
}
