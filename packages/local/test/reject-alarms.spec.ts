import { gzipSync } from "node:zlib";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { rejectedFolders, rejectedPrefix } from "@ashiato/core/rejected-keys";
import { afterAll, beforeAll, expect, it } from "vitest";
import { callApi } from "./support/api-client.ts";
import { evaluateStage } from "./support/evaluated.ts";
import { report, RunningStage, yesterdayInTokyo } from "./support/running-stage.ts";

type Alarm = { description: string; namespace: string; metric: string; dimensions: object };

/**
 * A line of
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
type MetricLine = Record<string, unknown> & {
  _aws: { CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string }[] }[] };
};

let app: RunningStage;
let alarms: Alarm[];

beforeAll(async () => {
  const declared = await evaluateStage("local");
  const topic = declared.resources.find(({ type }) => type === "aws:sns/topic:Topic")?.state["arn"];
  alarms = declared.resources
    .filter(({ type }) => type === "aws:cloudwatch/metricAlarm:MetricAlarm")
    .filter(({ inputs }) => inputs["threshold"] === 0 && inputs["statistic"] === "Sum")
    .filter(({ inputs }) => inputs["comparisonOperator"] === "GreaterThanThreshold")
    .filter(({ inputs }) => [inputs["alarmActions"]].flat().includes(topic))
    .map(({ inputs }) => ({
      description: String(inputs["alarmDescription"]),
      namespace: String(inputs["namespace"]),
      metric: String(inputs["metricName"]),
      dimensions: inputs["dimensions"] as object,
    }));
  app = await RunningStage.start();
}, 300_000);

afterAll(async () => {
  await app.stop();
});

/** All metrics that the functions have printed with a value above zero, as CloudWatch reads them. */
async function printedMetrics(): Promise<Omit<Alarm, "description">[]> {
  const logs = ["Store", "Distribute", "Publish"].map((name) => app.functionLog(name));
  const lines = (await Promise.all(logs)).flat();
  return lines.flatMap((line) => {
    const start = line.indexOf('{"_aws"');
    if (start === -1) {
      return [];
    }
    const printed = JSON.parse(line.slice(start)) as MetricLine;
    return printed._aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
      Metrics.filter(({ Name }) => Number([printed[Name]].flat()[0]) > 0).flatMap(({ Name }) =>
        Dimensions.map((names) => ({
          namespace: Namespace,
          metric: Name,
          dimensions: Object.fromEntries(names.map((name) => [name, printed[name]])),
        })),
      ),
    );
  });
}

it("has an alarm on the metric that a function logs for each folder of rejected/", async () => {
  const date = yesterdayInTokyo();
  await app.post(report("phone", 0));
  const quiet = await app.runBatch();
  expect(quiet.status, quiet.cause).toBe("SUCCEEDED");
  const before = await printedMetrics();

  const QueueUrl = app.output("reportsQueueUrl");
  await app.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "not a message of ours" }));
  const nameless = { locations: [{ geometry: { coordinates: [139, 35] }, properties: {} }] };
  await callApi(app.stage, "POST /v1/locations/overland", { body: nameless });
  for (const battery of [0.1, 0.2]) {
    await app.post({ ...report("phone", 1), battery });
  }
  await app.invoke("Store");
  await app.s3.send(
    new PutObjectCommand({
      Bucket: app.output("lakeBucket"),
      Key: "work/1.csv.gz",
      Body: gzipSync(`${date},not a row\n`),
      Metadata: { rows: "1" },
    }),
  );
  const loud = await app.runBatch();
  expect(loud.status, loud.cause).toBe("SUCCEEDED");

  const keys = await app.keys("lakeBucket", rejectedPrefix);
  expect(new Set(keys.map((key) => key.split("/")[1]))).toEqual(new Set(rejectedFolders));
  const printed = await printedMetrics();
  for (const folder of rejectedFolders) {
    const [alarm, ...others] = alarms.filter(({ description }) =>
      description.includes(`${rejectedPrefix}${folder}/`),
    );
    expect({ folder, others }).toEqual({ folder, others: [] });
    const { description: _, ...metric } = alarm ?? { description: "" };
    expect(printed).toContainEqual(metric);
    expect(before).not.toContainEqual(metric);
  }
  // A stage that starts, and two runs of the batch.
}, 300_000);
