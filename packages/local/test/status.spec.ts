// What an operator sees at a glance, over the API.
import { GetScheduleCommand, SchedulerClient, UpdateScheduleCommand } from "@aws-sdk/client-scheduler";
import { GetQueueUrlCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { type Status, statusSchema } from "@ashiato/core/status/status";
import { compilePolicy } from "@ashiato/iam/compiled-policy";
import { readPolicy } from "@ashiato/iam/policy-document";
import { SimulatedClock } from "@ashiato/states/clock";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { raiseAlarm } from "./support/raise-alarm.ts";
import { credentialsOf, report, RunningStage, yesterdayInTokyo } from "./support/running-stage.ts";

const minute = 60_000;
const clock = new SimulatedClock(Math.floor(Date.now() / minute) * minute + 1_000);
const date = yesterdayInTokyo();
/** A function's counts come with its log, and the machine may have much else to do. */
const often = { interval: 200 };

let app: RunningStage;

beforeAll(async () => {
  app = await RunningStage.start({ clock });
}, 300_000);

afterAll(() => app?.stop());

async function status(): Promise<Status> {
  const answer = await fetch(`${app.stage.endpoints.api}/v1/status`, {
    headers: { authorization: `Bearer ${app.stage.tokens.download}` },
  });
  const body: unknown = await answer.json();
  expect({ status: answer.status, body }).toMatchObject({ status: 200 });
  return statusSchema.parse(body);
}

it("shows a new stage: nothing received, no run, the next night", async () => {
  const shown = await status();
  expect(shown).toMatchObject({
    stage: "local",
    timeZone: "Asia/Tokyo",
    reports: { totals: { received: 0, kept: 0, equal: 0, rejected: 0 } },
    queue: { waiting: 0, inFlight: 0 },
    inbox: { objects: 0, bytes: 0 },
    lastRun: null,
    schedule: { expression: "cron(15 0 * * ? *)", timeZone: "Asia/Tokyo", enabled: true },
    completeThrough: null,
    needs: [],
    unread: [],
  });
  expect(shown.schedule?.next).toMatch(/T15:15:00\.000Z$/);
  expect(Date.parse(shown.schedule?.next ?? "")).toBeGreaterThan(Date.now());
  expect(shown.deadLetters?.map(({ queue }) => queue)).toEqual(
    expect.arrayContaining(["DeadReports", "DeadWebhookPosts", "Undelivered"]),
  );
});

it("follows reports from the queue to the inbox and to an export, and counts what was refused", async () => {
  const refused = { ...report("d", 4), latitude: 95 };
  const equal = report("a", 1);
  await app.post({ locations: [equal, equal, report("b", 2), refused] });
  expect((await status()).queue).toMatchObject({ waiting: 1, inFlight: 0 });
  await app.invoke("Store");
  // Functions count by the machine's clock, which may be in a later minute by now.
  await clock.advance(Math.max(0, Date.now() - clock.now()));
  const stored = await vi.waitFor(async () => {
    const shown = await status();
    expect(shown.reports?.totals).toEqual({ received: 4, kept: 2, equal: 1, rejected: 1 });
    return shown;
  }, often);
  expect(stored.inbox).toMatchObject({
    objects: 1,
    url: expect.stringMatching(/^s3:\/\/.*\/work\/$/) as string,
  });
  expect(stored.inbox?.bytes).toBeGreaterThan(0);
  const execution = await app.runBatch({ date });
  const shown = await status();
  expect(shown).toMatchObject({
    inbox: { objects: 0 },
    lastRun: { run: execution.name, status: "SUCCEEDED", phase: "ended", date, exports: [date], left: [] },
    completeThrough: execution.startDate?.toISOString(),
    needs: [],
  });
});

it("says what needs a person: an alarm, dead letters, a disabled schedule, a run that failed", async () => {
  const { plan, environment, endpoints } = app.stage;
  const scheduler = new SchedulerClient({
    region: plan.region,
    credentials: credentialsOf(environment),
    endpoint: endpoints.scheduler,
  });
  try {
    await raiseAlarm(app, "UndrainedAlarm", "a trial");
    const QueueName = app.output("deadReportsQueueUrl").split("/").at(-1);
    const { QueueUrl } = await app.sqs.send(new GetQueueUrlCommand({ QueueName }));
    await app.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "unreadable" }));
    const schedules = app.stage.plan.services.scheduler;
    const { name: Name } = schedules.find(({ targetArn }) => targetArn === app.output("dailyBatchArn")) ?? {};
    const { $metadata: _, Arn: _arn, ...schedule } = await scheduler.send(new GetScheduleCommand({ Name }));
    const { ScheduleExpression, ScheduleExpressionTimezone, FlexibleTimeWindow, Target } = schedule;
    await scheduler.send(
      new UpdateScheduleCommand({
        Name,
        ScheduleExpression,
        ScheduleExpressionTimezone,
        FlexibleTimeWindow,
        Target,
        State: "DISABLED",
      }),
    );
    const failed = await app.runBatch({ date: "not a date" });
    expect(failed.status).toBe("FAILED");
    const shown = await status();
    expect(shown.alarms).toEqual([
      expect.objectContaining({
        name: "UndrainedAlarm",
        reason: "a trial",
        page: "docs/operations.md#the-queue-grows",
      }),
    ]);
    expect(shown.schedule).toMatchObject({ enabled: false });
    expect(shown.schedule?.next).toBeUndefined();
    expect(shown.deadLetters).toContainEqual({ queue: "DeadReports", messages: 1 });
    expect(shown.lastRun).toMatchObject({ run: failed.name, status: "FAILED", phase: "plan" });
    expect(shown.needs.map(({ what, page }) => `${what.slice(0, 20)} ${page}`)).toEqual([
      "The last run, " + `${failed.name}`.slice(0, 6) + " docs/operations.md#the-batch-failed",
      "The schedule of the  docs/operations.md#no-run-has-succeeded",
      "UndrainedAlarm: A ru docs/operations.md#the-queue-grows",
      "The queue DeadReport docs/operations.md#the-queue-grows",
    ]);
  } finally {
    scheduler.destroy();
  }
});

it("names the parts that it cannot read, and shows the others", async () => {
  const { roles } = app.stage.plan.services.iam;
  const policy = roles.flatMap(({ policies }) => policies).find(({ name }) => name.startsWith("StatusRole/"));
  const arn = roles.find(({ policies }) => policies.some(({ name }) => name === policy?.name))?.arn ?? "";
  const role = app.stage.access.role(arn);
  if (!role || !policy) {
    throw new Error("The program declares no role of Status");
  }
  const Statement = readPolicy(policy.policy, "identity").filter(
    ({ Action }) => !Action?.some((action) => /^(cloudwatch|scheduler):/.test(action)),
  );
  app.stage.access.declareRole({ ...role, identity: compilePolicy("less", { Statement }, "identity") });
  try {
    const shown = await status();
    expect(shown.unread.map(({ part }) => part).toSorted()).toEqual([
      "alarms",
      "queue",
      "reports",
      "schedule",
    ]);
    expect(shown.unread[0]?.reason).toMatch(/not authorized to perform: (cloudwatch|scheduler):/);
    expect(shown.lastRun).toMatchObject({ status: "FAILED" });
    expect(shown.schedule).toBeUndefined();
  } finally {
    app.stage.access.declareRole(role);
  }
});

it("refuses a parameter that it does not know", async () => {
  const answer = await fetch(`${app.stage.endpoints.api}/v1/status?stage=other`, {
    headers: { authorization: `Bearer ${app.stage.tokens.download}` },
  });
  expect({ status: answer.status, body: await answer.json() }).toMatchObject({
    status: 400,
    body: { error: { code: "InvalidParameter" } },
  });
});
