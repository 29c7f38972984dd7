import type { TaskState } from "../definition/task-state.ts";
import { record, type Visit } from "../state-execution/visit.ts";
import type { Deadlines } from "../integrations/task-deadlines.ts";
import { resourceTypeOf, type ServiceResource, type TaskResource } from "../definition/task-resource.ts";
import type { JsonObject, JsonValue } from "../json.ts";

type Failure = { error?: string; cause?: string };

/** The events of a task's life: a bare function ARN and a service integration name them differently. */
export type TaskEvents = {
  scheduled(parameters: JsonValue, deadlines: Deadlines): void;
  started(): void;
  submitted(answer: JsonObject): void;
  succeeded(output: string): void;
  failed(failure: Failure): void;
  timedOut(failure: Failure): void;
};

export function taskEvents(visit: Visit<TaskState>, resource: TaskResource): TaskEvents {
  switch (resource.kind) {
    case "lambdaFunction":
      return functionEvents(visit, resource.arn);
    case "activity":
      return activityEvents(visit, resource.arn);
    case "optimized":
    case "lacking":
    case "awsSdk":
      return integrationEvents(visit, resource);
  }
}

/** An activity's task is started when a worker takes it. */
function activityEvents(visit: Visit, resource: string): TaskEvents {
  return {
    scheduled: (parameters, { timeoutSeconds, heartbeatSeconds }) =>
      record(visit, "ActivityScheduled", {
        activityScheduledEventDetails: {
          resource,
          input: JSON.stringify(parameters),
          inputDetails: { truncated: false },
          ...(timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds }),
          ...(heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: heartbeatSeconds }),
        },
      }),
    started: () => undefined,
    submitted: ({ workerName }) =>
      record(visit, "ActivityStarted", { activityStartedEventDetails: { workerName } }),
    succeeded: (output) =>
      record(visit, "ActivitySucceeded", {
        activitySucceededEventDetails: { output, outputDetails: { truncated: false } },
      }),
    failed: (failure) => record(visit, "ActivityFailed", { activityFailedEventDetails: { ...failure } }),
    timedOut: (failure) =>
      record(visit, "ActivityTimedOut", { activityTimedOutEventDetails: { ...failure } }),
  };
}

function functionEvents(visit: Visit, arn: string): TaskEvents {
  return {
    scheduled: (parameters, { timeoutSeconds }) =>
      record(visit, "LambdaFunctionScheduled", {
        lambdaFunctionScheduledEventDetails: {
          resource: arn,
          input: JSON.stringify(parameters),
          inputDetails: { truncated: false },
          ...(timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds }),
        },
      }),
    started: () => record(visit, "LambdaFunctionStarted"),
    submitted: () => undefined,
    succeeded: (output) =>
      record(visit, "LambdaFunctionSucceeded", {
        lambdaFunctionSucceededEventDetails: { output, outputDetails: { truncated: false } },
      }),
    failed: (failure) =>
      record(visit, "LambdaFunctionFailed", { lambdaFunctionFailedEventDetails: { ...failure } }),
    timedOut: (failure) =>
      record(visit, "LambdaFunctionTimedOut", { lambdaFunctionTimedOutEventDetails: { ...failure } }),
  };
}

function integrationEvents(visit: Visit, resource: ServiceResource): TaskEvents {
  const suffix = resource.pattern === "requestResponse" ? "" : `.${resource.pattern}`;
  const named = {
    resourceType: resourceTypeOf(resource),
    resource: `${resource.action}${suffix}`,
  };
  const output = (text: string) => ({ output: text, outputDetails: { truncated: false } });
  return {
    scheduled: (parameters, { timeoutSeconds, heartbeatSeconds }) =>
      record(visit, "TaskScheduled", {
        taskScheduledEventDetails: {
          ...named,
          region: visit.run.region,
          parameters: JSON.stringify(parameters),
          ...(timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds }),
          ...(heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: heartbeatSeconds }),
        },
      }),
    started: () => record(visit, "TaskStarted", { taskStartedEventDetails: named }),
    submitted: (answer) =>
      record(visit, "TaskSubmitted", {
        taskSubmittedEventDetails: { ...named, ...output(JSON.stringify(answer)) },
      }),
    succeeded: (text) =>
      record(visit, "TaskSucceeded", { taskSucceededEventDetails: { ...named, ...output(text) } }),
    failed: (failure) => record(visit, "TaskFailed", { taskFailedEventDetails: { ...named, ...failure } }),
    timedOut: (failure) =>
      record(visit, "TaskTimedOut", { taskTimedOutEventDetails: { ...named, ...failure } }),
  };
}
