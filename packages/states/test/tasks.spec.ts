import {
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
} from "@aws-sdk/client-sfn";
import { expect, it } from "vitest";
import { SimulatedClock } from "../src/clock.ts";
import type { Integrations } from "../src/integrations/integrations.ts";
import type { JsonObject, JsonValue } from "../src/json.ts";
import { functionTask, invokeTask, machineOf } from "./machines.ts";
import { openStage, outputOf } from "./stage.ts";

type Call = { service: string; action: string; parameters: JsonObject };

/** Services that answer by action and record their calls. */
function services(answers: Record<string, (parameters: JsonObject) => JsonObject>) {
  const calls: Call[] = [];
  const awsSdk: Integrations["awsSdk"] = {
    supports: (service, action) => `${service}:${action}` in answers,
    async call({ service, action, parameters }) {
      calls.push({ service, action, parameters });
      return answers[`${service}:${action}`]?.(parameters) ?? {};
    },
  };
  return { calls, awsSdk };
}

function machine(task: JsonObject, states: JsonObject = {}): JsonObject {
  return machineOf({
    Task: { Type: "Task", ...(task.Next === undefined ? { End: true } : {}), ...task },
    ...states,
  });
}

const sendToken = {
  Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
  Arguments: { QueueUrl: "https://queue", MessageBody: { token: "{% $states.context.Task.Token %}" } },
};

function tokenOf(call: Call | undefined): string {
  const body = call?.parameters.MessageBody;
  return typeof body === "string" ? JSON.parse(body).token : "";
}

// https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token
it("waits for the token's success", async () => {
  const { calls, awsSdk } = services({ "sqs:sendMessage": () => ({ MessageId: "m" }) });
  await using stage = await openStage({ awsSdk });
  const executionArn = await stage.start(await stage.create("token", machine(sendToken)));
  await expect.poll(() => calls.length).toBe(1);
  const taskToken = tokenOf(calls[0]);
  await stage.client.send(new SendTaskSuccessCommand({ taskToken, output: '{"done":true}' }));
  expect(outputOf(await stage.ended(executionArn))).toEqual({ done: true });
  expect(await stage.eventTypes(executionArn)).toEqual([
    "ExecutionStarted",
    "TaskStateEntered",
    "TaskScheduled",
    "TaskStarted",
    "TaskSubmitted",
    "TaskSucceeded",
    "TaskStateExited",
    "ExecutionSucceeded",
  ]);
  const again = stage.client.send(new SendTaskSuccessCommand({ taskToken, output: "1" }));
  await expect(again).rejects.toMatchObject({ name: "TaskTimedOut" });
});

it("fails with the token's failure, and refuses an unknown token", async () => {
  const { calls, awsSdk } = services({ "sqs:sendMessage": () => ({ MessageId: "m" }) });
  await using stage = await openStage({ awsSdk });
  const executionArn = await stage.start(await stage.create("token", machine(sendToken)));
  await expect.poll(() => calls.length).toBe(1);
  const taskToken = tokenOf(calls[0]);
  await stage.client.send(new SendTaskFailureCommand({ taskToken, error: "Refused", cause: "by hand" }));
  expect(await stage.ended(executionArn)).toMatchObject({
    status: "FAILED",
    error: "Refused",
    cause: "by hand",
  });
  const wrong = stage.client.send(new SendTaskHeartbeatCommand({ taskToken: "nonsense" }));
  await expect(wrong).rejects.toMatchObject({ name: "InvalidToken" });
});

// https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#wait-token-hearbeat
it("times out without heartbeats, and each heartbeat puts that off", async () => {
  const clock = new SimulatedClock(0);
  const { calls, awsSdk } = services({ "sqs:sendMessage": () => ({ MessageId: "m" }) });
  await using stage = await openStage({ awsSdk, clock });
  const definition = machine(
    { ...sendToken, HeartbeatSeconds: 10, Catch: [{ ErrorEquals: ["States.Timeout"], Next: "Late" }] },
    { Late: { Type: "Pass", Output: "{% $states.input.Error %}", End: true } },
  );
  const executionArn = await stage.start(await stage.create("beat", definition));
  await expect.poll(() => calls.length).toBe(1);
  await clock.advance(9_000);
  await stage.client.send(new SendTaskHeartbeatCommand({ taskToken: tokenOf(calls[0]) }));
  await clock.advance(9_000);
  expect((await stage.history(executionArn)).at(-1)?.type).toBe("TaskSubmitted");
  await clock.advance(11_000);
  expect(outputOf(await stage.ended(executionArn))).toBe("States.HeartbeatTimeout");
});

// https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html#task-timeouts
it("times a task out, and its function's call is aborted", async () => {
  let aborted = false;
  await using stage = await openStage({
    lambdas: {
      slow: (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => {
            aborted = true;
            reject(signal.reason);
          });
        }),
    },
  });
  const execution = await stage.run(machine(functionTask("slow", { TimeoutSeconds: 5 })));
  expect(execution).toMatchObject({ status: "FAILED", error: "States.Timeout" });
  expect(aborted).toBe(true);
  expect(await stage.eventTypes(execution.executionArn)).toContain("LambdaFunctionTimedOut");
});

// https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html: "call Lambda asynchronously"
it("hands an event to a function without waiting for what becomes of it", async () => {
  const events: JsonValue[] = [];
  const { promise, resolve: release } = Promise.withResolvers<JsonValue>();
  const work = (event: JsonValue) => {
    events.push(event);
    return promise;
  };
  await using stage = await openStage({ lambdas: { work } });
  const asynchronous = (FunctionName: string, fields: JsonObject = {}) =>
    machine(
      invokeTask(FunctionName, {
        Arguments: { FunctionName, InvocationType: "Event", Payload: { day: 1 } },
        Output: "{% $states.result.[Payload, StatusCode, SdkHttpMetadata.HttpStatusCode] %}",
        ...fields,
      }),
    );
  expect(outputOf(await stage.run(asynchronous("work")))).toEqual(["", 202, 202]);
  expect(events).toEqual([{ day: 1 }]);
  release(null);
  expect(await stage.run(asynchronous("nobody"))).toMatchObject({
    status: "FAILED",
    error: "Lambda.ResourceNotFoundException",
  });
});

it("waits for the token of a function that it handed an event to", async () => {
  const tokens: string[] = [];
  const work = (event: JsonValue) => tokens.push(Object(event).token);
  await using stage = await openStage({ lambdas: { work } });
  const definition = machine({
    Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
    Arguments: {
      FunctionName: "work",
      InvocationType: "Event",
      Payload: { token: "{% $states.context.Task.Token %}" },
    },
  });
  const executionArn = await stage.start(await stage.create("token", definition));
  await expect.poll(() => tokens.length).toBe(1);
  await stage.client.send(new SendTaskSuccessCommand({ taskToken: tokens[0], output: '"done"' }));
  expect(outputOf(await stage.ended(executionArn))).toBe("done");
});

it("refuses an InvocationType that is not supported by name", async () => {
  await using stage = await openStage({ lambdas: { work: () => 1 } });
  const Arguments = { FunctionName: "work", InvocationType: "DryRun" };
  expect(await stage.run(machine(invokeTask("work", { Arguments })))).toMatchObject({
    status: "FAILED",
    error: "States.Runtime",
    cause: 'The InvocationType "DryRun" of lambda:invoke is not supported.',
  });
});

// https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
it("calls an SDK action in PascalCase and names its errors after the service", async () => {
  const { calls, awsSdk } = services({
    "redshiftdata:executeStatement": ({ Sql }) => {
      if (Sql === "bad") {
        throw Object.assign(new Error("No such workgroup."), {
          name: "ValidationException",
          statusCode: 400,
        });
      }
      return { Id: "1" };
    },
  });
  await using stage = await openStage({ awsSdk });
  const definition = (Sql: string) =>
    machine({ Resource: "arn:aws:states:::aws-sdk:redshiftdata:executeStatement", Arguments: { Sql } });
  expect(outputOf(await stage.run(definition("select 1")))).toEqual({ Id: "1" });
  expect(calls).toEqual([
    { service: "redshiftdata", action: "executeStatement", parameters: { Sql: "select 1" } },
  ]);
  const failed = await stage.run(definition("bad"));
  expect(failed).toMatchObject({
    status: "FAILED",
    error: "RedshiftData.ValidationException",
    cause: expect.stringMatching(
      /^No such workgroup\. \(Service: RedshiftData, Status Code: 400, Request ID: /,
    ),
  });
});

it("lists its own executions as an SDK action", async () => {
  await using stage = await openStage();
  const definition = machine({
    Resource: "arn:aws:states:::aws-sdk:sfn:listExecutions",
    Arguments: { StateMachineArn: "{% $states.context.StateMachine.Id %}", StatusFilter: "RUNNING" },
    Output: "{% $states.result.Executions.[Name, Status] %}",
  });
  const executionArn = await stage.start(await stage.create("self", definition), {}, "only");
  expect(outputOf(await stage.ended(executionArn))).toEqual(["only", "RUNNING"]);
});

// https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html
it("starts another machine and waits for it", async () => {
  await using stage = await openStage();
  const inner = (Inner: JsonObject) => machineOf({ Inner });
  const good = await stage.create("good", inner({ Type: "Pass", End: true }));
  const bad = await stage.create("bad", inner({ Type: "Fail", Error: "Inner", Cause: "failed" }));
  const outer = (StateMachineArn: string, suffix: string) =>
    machine({
      Resource: `arn:aws:states:::states:startExecution${suffix}`,
      Arguments: { StateMachineArn, Input: { a: 1 } },
      Output: "{% $states.result.Output %}",
    });
  expect(outputOf(await stage.run(outer(good, ".sync:2")))).toEqual({ a: 1 });
  expect(outputOf(await stage.run(outer(good, ".sync")))).toBe('{"a":1}');
  const failed = await stage.run(outer(bad, ".sync:2"));
  expect(failed).toMatchObject({ status: "FAILED", error: "States.TaskFailed" });
  expect(JSON.parse(String(failed.cause))).toMatchObject({
    Error: "Inner",
    Cause: "failed",
    Status: "FAILED",
  });
});

// https://docs.aws.amazon.com/step-functions/latest/dg/connect-sns.html
it("publishes a message of any JSON as its text", async () => {
  const { calls, awsSdk } = services({ "sns:publish": () => ({ MessageId: "m" }) });
  await using stage = await openStage({ awsSdk });
  const execution = await stage.run(
    machine({
      Resource: "arn:aws:states:::sns:publish",
      Arguments: { TopicArn: "t", Message: { status: "done" } },
      Output: "{% $states.result.MessageId %}",
    }),
  );
  expect(outputOf(execution)).toBe("m");
  expect(calls[0]?.parameters).toEqual({ TopicArn: "t", Message: '{"status":"done"}' });
});

// https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
it("retries with backoff, a bound and jitter, by the clock", async () => {
  const times: number[] = [];
  const clock = new SimulatedClock(0, { automatic: true });
  await using stage = await openStage({
    clock,
    lambdas: {
      flaky: (): JsonValue => {
        times.push(clock.now() / 1000);
        throw new Error("again");
      },
    },
  });
  await stage.run(
    machine(
      functionTask("flaky", {
        Retry: [
          { ErrorEquals: ["Error"], IntervalSeconds: 2, BackoffRate: 3, MaxAttempts: 3, MaxDelaySeconds: 10 },
        ],
      }),
    ),
  );
  expect(times).toEqual([0, 2, 8, 18]);
});
