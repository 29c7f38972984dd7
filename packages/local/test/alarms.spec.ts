import { execFile } from "node:child_process";
import { promisify } from "node:util";
import {
  CloudWatchClient,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from "@aws-sdk/client-cloudwatch";
import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from "@aws-sdk/client-sqs";
import { SimulatedClock } from "@ashiato/states/clock";
import { SmithyRpcV2CborProtocol } from "@smithy/core/cbor";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { canRun, debianPrograms } from "./support/debian-tools.ts";
import { credentialsOf, report, RunningStage } from "./support/running-stage.ts";
import { subscribe } from "./support/topic-messages.ts";

const minute = 60_000;
const clock = new SimulatedClock(Math.floor(Date.now() / minute) * minute + 1_000);
let running: RunningStage;
let cloudwatch: CloudWatchClient;
let subscriber: string | undefined;

beforeAll(async () => {
  running = await RunningStage.start({ clock, alarms: true });
  cloudwatch = new CloudWatchClient(clientOptions());
  await subscribe(running, running.output("notificationsTopicArn"));
  ({ QueueUrl: subscriber } = await running.sqs.send(new GetQueueUrlCommand({ QueueName: "subscriber" })));
}, 300_000);

afterAll(async () => {
  cloudwatch?.destroy();
  await running?.stop();
});

function clientOptions() {
  const { plan, environment, endpoints } = running.stage;
  return { region: plan.region, credentials: credentialsOf(environment), endpoint: endpoints.cloudwatch };
}

type AlarmMessage = {
  AlarmName: string;
  NewStateValue: string;
  OldStateValue: string;
  NewStateReason: string;
};

const messages: AlarmMessage[] = [];

/** Returns what the topic's subscriber hears of an alarm next. */
async function heard(alarm: string): Promise<AlarmMessage> {
  return vi.waitFor(
    async () => {
      const { Messages = [] } = await running.sqs.send(
        new ReceiveMessageCommand({ QueueUrl: subscriber, MaxNumberOfMessages: 10 }),
      );
      for (const { Body = "", ReceiptHandle } of Messages) {
        messages.push(JSON.parse(Body) as AlarmMessage);
        await running.sqs.send(new DeleteMessageCommand({ QueueUrl: subscriber, ReceiptHandle }));
      }
      const at = messages.findIndex(({ AlarmName }) => AlarmName === `ashiato-local-${alarm}`);
      expect(at).not.toBe(-1);
      return (
        messages.splice(at, 1)[0] ?? {
          AlarmName: "",
          NewStateValue: "",
          OldStateValue: "",
          NewStateReason: "",
        }
      );
    },
    { interval: 20 },
  );
}

async function stateOf(alarm: string): Promise<string | undefined> {
  const { MetricAlarms = [] } = await cloudwatch.send(
    new DescribeAlarmsCommand({ AlarmNames: [`ashiato-local-${alarm}`] }),
  );
  return MetricAlarms[0]?.StateValue;
}

it("has every declared alarm, and names the one with a metric that it does not count", () => {
  const { services, unserved } = running.stage.plan;
  expect(services.cloudwatch.length).toBeGreaterThan(30);
  expect(unserved).toContainEqual({
    reason: "no local service counts AWS/Redshift-Serverless ComputeSeconds",
    resources: [{ type: "aws:cloudwatch/metricAlarm:MetricAlarm", names: ["WarehouseUsageAlarm"] }],
  });
});

it("begins without data, and after a minute treats missing data as the alarm declares", async () => {
  expect(await stateOf("StoreErrorsAlarm")).toBe("INSUFFICIENT_DATA");
  await clock.advance(minute);
  expect(await stateOf("StoreErrorsAlarm")).toBe("OK");
  expect(await stateOf("WarehouseUsageAlarm")).toBe("INSUFFICIENT_DATA");
  expect(await heard("SilentNightAlarm")).toMatchObject({ NewStateValue: "ALARM" });
});

it("notifies the topic of a failing function, and of its recovery", async () => {
  expect(await heard("DistributeErrorsAlarm")).toMatchObject({ NewStateValue: "OK" });
  const { functionError } = await running.invoke("Distribute", { not: "a batch" });
  expect(functionError).toBe("Unhandled");
  await clock.advance(minute);
  expect(await heard("DistributeErrorsAlarm")).toMatchObject({
    AlarmDescription: "Distribute failed. See its log, and docs/operations.md, An alarm.",
    AWSAccountId: "000000000000",
    OldStateValue: "OK",
    NewStateValue: "ALARM",
    NewStateReason: expect.stringMatching(
      /^Threshold Crossed: 1 out of the last 1 datapoint \[1\.0 \(.*\)\] was greater than the threshold \(0\.0\)/,
    ),
    Trigger: {
      MetricName: "Errors",
      Namespace: "AWS/Lambda",
      Statistic: "SUM",
      Dimensions: [{ name: "FunctionName", value: running.stage.functionName("Distribute") }],
      Period: 300,
      Threshold: 0,
      TreatMissingData: "notBreaching",
    },
  });
  await clock.advance(20 * minute);
  expect(await heard("DistributeErrorsAlarm")).toMatchObject({ OldStateValue: "ALARM", NewStateValue: "OK" });
});

it("notifies the topic of dead letters and of waiting reports", async () => {
  const dead = running.output("deadReportsQueueUrl");
  const reports = running.output("reportsQueueUrl");
  await heard("DeadReportsAlarm");
  await heard("ReportsAgeAlarm");
  await running.sqs.send(new SendMessageCommand({ QueueUrl: dead, MessageBody: "dead" }));
  await running.sqs.send(new SendMessageCommand({ QueueUrl: reports, MessageBody: "waits" }));
  await clock.advance(minute);
  expect(await heard("DeadReportsAlarm")).toMatchObject({ NewStateValue: "ALARM" });
  await clock.advance(16 * minute);
  expect(await heard("ReportsAgeAlarm")).toMatchObject({ NewStateValue: "ALARM" });
  for (const QueueUrl of [dead, reports]) {
    await running.sqs.send(new PurgeQueueCommand({ QueueUrl }));
  }
});

it("has the metrics that functions print, and computes with them", async () => {
  const before = clock.now();
  expect((await running.post(report("phone", 0))).status).toBe(202);
  await running.invoke("Store");
  const own = (MetricName: string, Id: string) => ({
    Id,
    ReturnData: false,
    MetricStat: {
      Metric: {
        Namespace: "Ashiato",
        MetricName,
        Dimensions: [
          { Name: "service", Value: "store" },
          { Name: "stage", Value: "local" },
        ],
      },
      Period: 86_400,
      Stat: "Sum",
    },
  });
  const { MetricDataResults } = await vi.waitFor(async () => {
    const answer = await cloudwatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(Date.now() - 60 * minute),
        EndTime: new Date(clock.now() + 60 * minute),
        MetricDataQueries: [
          own("reports", "kept"),
          own("duplicates", "equal"),
          { Id: "received", Expression: "(kept + equal) * 2" },
        ],
      }),
    );
    expect(answer.MetricDataResults?.[0]?.Values).toHaveLength(1);
    return answer;
  });
  expect(MetricDataResults).toMatchObject([{ Id: "received", Values: [2], StatusCode: "Complete" }]);
  const { Datapoints } = await cloudwatch.send(
    new GetMetricStatisticsCommand({
      Namespace: "AWS/ApiGateway",
      MetricName: "Count",
      Dimensions: [{ Name: "ApiId", Value: await apiId() }],
      StartTime: new Date(before - minute),
      EndTime: new Date(clock.now() + minute),
      Period: 300,
      Statistics: ["Sum", "Maximum"],
      ExtendedStatistics: ["p99"],
    }),
  );
  expect(Datapoints).toMatchObject([{ Sum: 1, Maximum: 1, ExtendedStatistics: { p99: 1 } }]);
});

async function apiId(): Promise<string | undefined> {
  const { Metrics = [] } = await cloudwatch.send(
    new ListMetricsCommand({ Namespace: "AWS/ApiGateway", MetricName: "Count" }),
  );
  return Metrics[0]?.Dimensions?.[0]?.Value;
}

it("notifies the topic of a silent night once it lasts over a day", async () => {
  const closed = new PutMetricDataCommand({
    Namespace: "Ashiato",
    MetricData: [
      {
        MetricName: "closed",
        Dimensions: [
          { Name: "stage", Value: "local" },
          { Name: "service", Value: "conclude" },
        ],
        Timestamp: new Date(clock.now()),
        Value: 1,
      },
    ],
  });
  await cloudwatch.send(closed);
  await clock.advance(minute);
  expect(await heard("SilentNightAlarm")).toMatchObject({ NewStateValue: "OK" });
  await clock.advance(25 * 60 * minute);
  expect(await stateOf("SilentNightAlarm")).toBe("OK");
  await clock.advance(2 * 60 * minute);
  expect(await heard("SilentNightAlarm")).toMatchObject({ OldStateValue: "OK", NewStateValue: "ALARM" });
});

it("lets a person try an alarm out, and remembers what happened to it", async () => {
  const AlarmName = "ashiato-local-UnavailableAlarm";
  await heard("UnavailableAlarm");
  await cloudwatch.send(new SetAlarmStateCommand({ AlarmName, StateValue: "ALARM", StateReason: "a trial" }));
  expect(await heard("UnavailableAlarm")).toMatchObject({
    NewStateValue: "ALARM",
    NewStateReason: "a trial",
  });
  await clock.advance(minute);
  expect(await heard("UnavailableAlarm")).toMatchObject({ NewStateValue: "OK" });
  const { AlarmHistoryItems = [] } = await cloudwatch.send(
    new DescribeAlarmHistoryCommand({ AlarmName, HistoryItemType: "StateUpdate" }),
  );
  expect(AlarmHistoryItems.map(({ HistorySummary }) => HistorySummary)).toEqual([
    "Alarm updated from ALARM to OK",
    "Alarm updated from OK to ALARM",
    "Alarm updated from INSUFFICIENT_DATA to OK",
  ]);
  await expect(
    cloudwatch.send(new SetAlarmStateCommand({ AlarmName: "absent", StateValue: "OK", StateReason: "x" })),
  ).rejects.toThrow("Unknown alarm: absent");
});

it("speaks RPC v2 with CBOR as well", async () => {
  const client = new CloudWatchClient({ ...clientOptions(), protocol: SmithyRpcV2CborProtocol });
  const Timestamp = new Date(clock.now());
  const MetricData = [{ MetricName: "depth", Timestamp, Values: [1, 2.5], Counts: [3, 1] }];
  await client.send(new PutMetricDataCommand({ Namespace: "Own", MetricData }));
  const { Datapoints = [] } = await client.send(
    new GetMetricStatisticsCommand({
      Namespace: "Own",
      MetricName: "depth",
      StartTime: new Date(clock.now() - 5 * minute),
      EndTime: new Date(clock.now() + minute),
      Period: 60,
      Statistics: ["Sum", "SampleCount", "Average", "Minimum"],
    }),
  );
  expect(Datapoints).toMatchObject([{ Sum: 5.5, SampleCount: 4, Average: 1.375, Minimum: 1 }]);
  expect(Datapoints[0]?.Timestamp?.getTime()).toBe(Math.floor(clock.now() / minute) * minute);
  const wrong = new PutMetricDataCommand({ Namespace: "AWS/SQS", MetricData });
  await expect(client.send(wrong)).rejects.toThrow(/namespaces that begin with AWS/);
  client.destroy();
});

describe.skipIf(!canRun("aws", "--version"))("Debian's AWS CLI", () => {
  async function aws(...words: string[]): Promise<unknown> {
    const { environment } = running.stage;
    const endpoint = ["--endpoint-url", environment["AWS_ENDPOINT_URL"] ?? ""];
    const { stdout } = await promisify(execFile)(
      `${debianPrograms}/aws`,
      [...endpoint, "--output", "json", "cloudwatch", ...words],
      { env: { PATH: `${debianPrograms}:/bin`, ...environment } },
    );
    return stdout === "" ? undefined : JSON.parse(stdout);
  }

  it("puts and reads metrics, and lists alarms, by AWS Query", async () => {
    const time = new Date(clock.now()).toISOString();
    await aws(
      "put-metric-data",
      "--namespace",
      "Cli",
      "--metric-name",
      "a",
      "--value",
      "4",
      "--timestamp",
      time,
    );
    const from = new Date(clock.now() - 5 * minute).toISOString();
    const until = new Date(clock.now() + minute).toISOString();
    const span = ["--start-time", from, "--end-time", until, "--period", "60", "--statistics", "Sum"];
    expect(
      await aws("get-metric-statistics", "--namespace", "Cli", "--metric-name", "a", ...span),
    ).toMatchObject({ Datapoints: [{ Sum: 4 }] });
    expect(await aws("describe-alarms", "--alarm-names", "ashiato-local-SilentNightAlarm")).toMatchObject({
      MetricAlarms: [{ StateValue: "ALARM", Threshold: 1 }],
    });
  });
});
