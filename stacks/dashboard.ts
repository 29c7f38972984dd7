import { findPrices } from "@ashiato/core/cost/prices";
import { metricDimensions, metricNamespace } from "@ashiato/core/metrics";
import { region } from "./account.ts";
import { api } from "./api.ts";
import { dailyBatch } from "./daily-batch.ts";
import { reports } from "./receive.ts";
import { workgroup } from "./warehouse.ts";

type Metric = (string | object)[];

type Names = { region: string; apiId: string; queue: string; machine: string; workgroup: string };

const daySeconds = 86_400;
const hourSeconds = 3_600;

new aws.cloudwatch.Dashboard("Dashboard", {
  dashboardName: `${$app.name}-${$app.stage}`,
  dashboardBody: $resolve({
    region,
    apiId: api.nodes.api.id,
    queue: reports.nodes.queue.name,
    machine: dailyBatch.arn,
    workgroup: workgroup.workgroupName,
  }).apply((names) => JSON.stringify({ widgets: widgetsOf(names) })),
});

function widgetsOf(names: Names): object[] {
  const widget = (title: string, period: number, metrics: Metric[]) => ({ title, period, metrics });
  return [
    widget("Reports received, kept and rejected", 300, [
      own("store", "reports", { label: "kept", id: "kept" }),
      own("store", "duplicates", { label: "equal ones, kept once", id: "equal" }),
      own("receive", "rejected", { label: "rejected at once", id: "refused" }),
      own("store", "rejectedReports", { label: "rejected after they were accepted", id: "rejected" }),
      [{ expression: "kept + equal + refused + rejected", label: "received" }],
    ]),
    widget("Age of the oldest message", 300, [
      ["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", names.queue, { stat: "Maximum" }],
    ]),
    widget("Work objects", hourSeconds, [
      own("store", "objects", { label: "written" }),
      own("distribute", "objects", { label: "distributed" }),
    ]),
    widget("Rows of the runs", daySeconds, [
      own("distribute", "rowsWritten", { label: "distributed" }),
      own("publish", "rows", { label: "exported" }),
      own("publish", "conflicts", { label: "left out as conflicts" }),
    ]),
    widget("Duration of the runs", hourSeconds, [
      ["AWS/States", "ExecutionTime", "StateMachineArn", names.machine, { stat: "Maximum" }],
    ]),
    widget("Freshness of the exports", daySeconds, [
      own("publish", "daysBehind", { label: "days from the newest export's date to today", stat: "Minimum" }),
      own("conclude", "datesLeft", { label: "dates left to the next run", stat: "Maximum" }),
    ]),
    widget("Warehouse hours of the day", daySeconds, [
      computeSeconds(names, { id: "seconds", visible: false }),
      [{ expression: "seconds / 3600", label: "RPU-hours" }],
    ]),
    widget("Cost of the day", daySeconds, costOfDay(names)),
  ].map(({ title, period, metrics }, index) => ({
    type: "metric",
    x: (index % 2) * 12,
    y: Math.floor(index / 2) * 6,
    width: 12,
    height: 6,
    properties: { title, period, metrics, region: names.region, view: "timeSeries", stat: "Sum" },
  }));
}

/** The costs that vary with the load: API, queue and warehouse, at list prices. */
function costOfDay(names: Names): Metric[] {
  const prices = findPrices(names.region);
  return [
    ["AWS/ApiGateway", "Count", "ApiId", names.apiId, { id: "requests", visible: false }],
    ["AWS/SQS", "NumberOfMessagesSent", "QueueName", names.queue, { id: "messages", visible: false }],
    computeSeconds(names, { id: "seconds", visible: false }),
    prices === undefined
      ? [
          {
            expression: "0 * requests",
            label: `no prices of ${names.region}: packages/core/src/cost/prices.ts`,
          },
        ]
      : [
          {
            expression: `requests * ${prices.httpApi.usd / 1e6} + 1.2 * messages * ${prices.sqs.usd / 1e6} + seconds * ${prices.rpuHours.usd / 3_600}`,
            label: "US dollars: API, queue and warehouse",
          },
        ],
  ];
}

function computeSeconds(names: Names, options: object): Metric {
  return ["AWS/Redshift-Serverless", "ComputeSeconds", "Workgroup", names.workgroup, options];
}

function own(phase: string, metric: string, options: object): Metric {
  const dimensions = Object.entries(metricDimensions(phase, $app.stage)).flat();
  return [metricNamespace, metric, ...dimensions, options];
}
