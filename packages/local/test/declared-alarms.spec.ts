import { beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { rejectedFolders } from "@ashiato/core/rejected-keys";
import { metricNamespace } from "@ashiato/core/metrics";
import type { DeclaredApp, DeclaredResource } from "../src/evaluate/declared-app.ts";
import { evaluateStage } from "./support/evaluated.ts";

const alarmSchema = z.looseObject({
  namespace: z.string(),
  metricName: z.string(),
  dimensions: z.record(z.string(), z.string()),
  comparisonOperator: z.string(),
  treatMissingData: z.string(),
  alarmActions: z.array(z.string()),
  okActions: z.array(z.string()),
});

type Alarm = z.infer<typeof alarmSchema> & { name: string };

let app: DeclaredApp;
let alarms: Alarm[];

beforeAll(async () => {
  process.env["ASHIATO_MAIL"] = "operators@example.com";
  process.env["ASHIATO_WEBHOOK_URL"] = "https://example.com/hook";
  process.env["ASHIATO_TRACING"] = "active";
  try {
    app = await evaluateStage("production");
  } finally {
    delete process.env["ASHIATO_MAIL"];
    delete process.env["ASHIATO_WEBHOOK_URL"];
    delete process.env["ASHIATO_TRACING"];
  }
  alarms = ofType("aws:cloudwatch/metricAlarm:MetricAlarm").map(({ name, inputs }) => ({
    ...alarmSchema.parse(inputs),
    name,
  }));
}, 300_000);

function ofType(type: string): DeclaredResource[] {
  return app.resources.filter((resource) => resource.type === type);
}

/** The metrics of a namespace that have an alarm on a dimension's value, by their names. */
function watched(namespace: string, dimension: string, value: unknown): string[] {
  return alarms
    .filter((alarm) => alarm.namespace === namespace && alarm.dimensions[dimension] === value)
    .map(({ metricName }) => metricName)
    .toSorted();
}

it("watches the errors and throttles of every function", () => {
  const functions = ofType("aws:lambda/function:Function");
  expect(functions.length).toBeGreaterThan(12);
  for (const { name, state } of functions) {
    expect(watched("AWS/Lambda", "FunctionName", state["name"]), name).toEqual(["Errors", "Throttles"]);
  }
});

it("watches the errors and the latency of every API", () => {
  const apis = ofType("aws:apigatewayv2/api:Api");
  expect(
    Object.fromEntries(apis.map(({ name, id }) => [name, watched("AWS/ApiGateway", "ApiId", id)])),
  ).toEqual({ ApiApi: ["5xx", "Latency"], LiveApi: ["ExecutionError", "IntegrationError"] });
});

it("watches the age of a queue that is drained, and whatever is in any other", () => {
  const queues = ofType("aws:sqs/queue:Queue");
  expect(
    Object.fromEntries(queues.map(({ name }) => [name, watched("AWS/SQS", "QueueName", nameOf(name))])),
  ).toEqual({
    DeadEventPushesQueue: ["ApproximateNumberOfMessagesVisible"],
    DeadFollowedRunsQueue: ["ApproximateNumberOfMessagesVisible"],
    DeadPositionPushesQueue: ["ApproximateNumberOfMessagesVisible"],
    DeadPushesQueue: ["ApproximateNumberOfMessagesVisible"],
    EventPushesQueue: ["ApproximateAgeOfOldestMessage"],
    FollowedRunsQueue: ["ApproximateAgeOfOldestMessage"],
    PositionPushesQueue: ["ApproximateAgeOfOldestMessage"],
    PushesQueue: ["ApproximateAgeOfOldestMessage"],
    DeadOccurrencesQueue: ["ApproximateNumberOfMessagesVisible"],
    DeadPicturesQueue: ["ApproximateNumberOfMessagesVisible"],
    DeadPositionRefreshesQueue: ["ApproximateNumberOfMessagesVisible"],
    DeadReportsQueue: ["ApproximateNumberOfMessagesVisible"],
    DeadWebhookEventsQueue: ["ApproximateNumberOfMessagesVisible"],
    DeadWebhookPostsQueue: ["ApproximateNumberOfMessagesVisible"],
    OccurrencesQueue: ["ApproximateAgeOfOldestMessage"],
    PicturesQueue: ["ApproximateAgeOfOldestMessage"],
    PositionRefreshesQueue: ["ApproximateAgeOfOldestMessage"],
    ReportsQueue: ["ApproximateAgeOfOldestMessage"],
    UndeliveredQueue: ["ApproximateNumberOfMessagesVisible"],
    WebhookEventsQueue: ["ApproximateAgeOfOldestMessage"],
    WebhookPostsQueue: ["ApproximateAgeOfOldestMessage"],
  });
  function nameOf(logical: string): unknown {
    return queues.find(({ name }) => name === logical)?.state["name"];
  }
});

it("gives every schedule a dead-letter queue that is watched, and that its role may send to", () => {
  const schedules = ofType("aws:scheduler/schedule:Schedule");
  expect(schedules).toHaveLength(4);
  for (const { name, inputs } of schedules) {
    const target = z
      .looseObject({ roleArn: z.string(), deadLetterConfig: z.looseObject({ arn: z.string() }) })
      .parse(inputs["target"]);
    const queue = ofType("aws:sqs/queue:Queue").find(
      ({ state }) => state["arn"] === target.deadLetterConfig.arn,
    );
    expect(watched("AWS/SQS", "QueueName", queue?.state["name"]), name).toEqual([
      "ApproximateNumberOfMessagesVisible",
    ]);
    const role = ofType("aws:iam/role:Role").find(({ state }) => state["arn"] === target.roleArn);
    const policies = JSON.stringify(role?.inputs["inlinePolicies"]);
    expect(policies, name).toContain("sqs:SendMessage");
    expect(policies, name).toContain(target.deadLetterConfig.arn);
  }
});

it("gives every target of a rule a dead-letter queue that is watched", () => {
  const targets = ofType("aws:cloudwatch/eventTarget:EventTarget");
  expect(targets).toHaveLength(6);
  for (const { name, inputs } of targets) {
    const { deadLetterConfig } = z
      .looseObject({ deadLetterConfig: z.looseObject({ arn: z.string() }) })
      .parse(inputs);
    const queue = ofType("aws:sqs/queue:Queue").find(({ state }) => state["arn"] === deadLetterConfig.arn);
    expect(watched("AWS/SQS", "QueueName", queue?.state["name"]), name).toEqual([
      "ApproximateNumberOfMessagesVisible",
    ]);
  }
});

it("watches every end of every state machine, and a night without a run that closed", () => {
  const machines = ofType("aws:sfn/stateMachine:StateMachine");
  expect(machines).toHaveLength(4);
  for (const { name, state } of machines) {
    expect(watched("AWS/States", "StateMachineArn", state["arn"]), name).toEqual([
      "ExecutionsAborted",
      "ExecutionsFailed",
      "ExecutionsTimedOut",
    ]);
  }
  expect(alarms.filter(({ treatMissingData }) => treatMissingData === "breaching")).toEqual([
    expect.objectContaining({
      namespace: metricNamespace,
      metricName: "closed",
      dimensions: { service: "conclude", stage: "production" },
      statistic: "Sum",
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      period: 3_600,
      evaluationPeriods: 26,
    }),
  ]);
});

it("watches the warehouse before it reaches its limit", () => {
  const [limit] = ofType("aws:redshiftserverless/usageLimit:UsageLimit");
  const [workgroup] = ofType("aws:redshiftserverless/workgroup:Workgroup");
  const alarm = alarms.find(({ namespace }) => namespace === "AWS/Redshift-Serverless");
  expect(alarm).toMatchObject({
    metricName: "ComputeSeconds",
    dimensions: { Workgroup: workgroup?.inputs["workgroupName"] },
    period: 86_400,
  });
  expect(limit?.inputs).toMatchObject({ period: "daily" });
  expect(Number(alarm?.["threshold"])).toBeLessThan(Number(limit?.inputs["amount"]) * 3_600);
});

it("watches what receivers could not keep, what is rejected after it was accepted, and what does not fit together", () => {
  const counts = alarms.filter(({ namespace }) => namespace === metricNamespace);
  expect(counts.map(({ name }) => name).toSorted()).toEqual(
    [
      "UnavailableAlarm",
      "SilentNightAlarm",
      "UndrainedAlarm",
      "CompactionFailedAlarm",
      "FeedsFailedAlarm",
      "PositionsLostAlarm",
      "PushesFailedAlarm",
      "RefreshesRefusedAlarm",
      "ReconcileFindingsAlarm",
      ...rejectedFolders.map((folder) => `Rejected${folder.charAt(0).toUpperCase()}${folder.slice(1)}Alarm`),
    ].toSorted(),
  );
});

it("sends every alarm, and its end, to the topic that the settings subscribe to by mail and web hook", () => {
  const [topic] = ofType("aws:sns/topic:Topic");
  const arn = String(topic?.state["arn"]);
  const silent = alarms.filter(
    ({ alarmActions, okActions }) => !alarmActions.includes(arn) || !okActions.includes(arn),
  );
  expect(silent.map(({ name }) => name)).toEqual([]);
  expect(ofType("aws:sns/topicSubscription:TopicSubscription").map(({ inputs }) => inputs)).toEqual([
    { topic: arn, protocol: "email", endpoint: "operators@example.com" },
    { topic: arn, protocol: "https", endpoint: "https://example.com/hook" },
  ]);
  expect(app.outputs["notified"]).toBe("operators@example.com, https://example.com/hook");
});

it("shows on one dashboard what comes in, what goes out and what it costs", () => {
  const [dashboard] = ofType("aws:cloudwatch/dashboard:Dashboard");
  expect(dashboard?.inputs["dashboardName"]).toBe("ashiato-production");
  const { widgets } = z
    .object({ widgets: z.array(z.looseObject({ properties: z.looseObject({ title: z.string() }) })) })
    .parse(JSON.parse(String(dashboard?.inputs["dashboardBody"])));
  expect(widgets.map(({ properties }) => properties.title)).toEqual([
    "Reports received, kept and rejected",
    "Age of the oldest message",
    "Work objects",
    "Rows of the runs",
    "Duration of the runs",
    "Freshness of the exports",
    "Warehouse hours of the day",
    "Cost of the day",
  ]);
});

it("traces every function and run when the setting says so, by two actions that know no resource", () => {
  for (const { name, inputs } of ofType("aws:lambda/function:Function")) {
    expect(inputs["tracingConfig"], name).toEqual({ mode: "Active" });
  }
  for (const { name, inputs } of ofType("aws:sfn/stateMachine:StateMachine")) {
    expect(inputs["tracingConfiguration"], name).toEqual({ enabled: true });
  }
  const grants = ofType("aws:iam/role:Role").map(({ name, inputs }) => ({
    name,
    actions:
      JSON.stringify(inputs)
        .match(/xray:\w+/g)
        ?.toSorted() ?? [],
  }));
  const functions = ofType("aws:lambda/function:Function").length;
  const put = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"];
  expect(grants.filter(({ actions }) => JSON.stringify(actions) === JSON.stringify(put))).toHaveLength(
    functions,
  );
  for (const machine of ["DailyBatchRole", "ReconcileRole"]) {
    expect(grants.find(({ name }) => name === machine)?.actions).toEqual([
      "xray:GetSamplingRules",
      "xray:GetSamplingTargets",
      ...put,
    ]);
  }
});
