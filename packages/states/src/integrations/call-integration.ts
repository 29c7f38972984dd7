import { lackOf, type ServiceResource, type TaskResource } from "../definition/task-resource.ts";
import { StateFailure } from "../errors.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import { activity } from "./activity-task.ts";
import { awsSdk } from "./aws-sdk.ts";
import { lambdaFunction, lambdaInvoke } from "./lambda.ts";
import { apiGatewayInvoke, httpInvoke } from "./http.ts";
import { dynamodb, putEvents, snsPublish, sqsSendMessage } from "./optimized-services.ts";
import { startExecution } from "./start-execution.ts";
import type { CallProgress, Integration, IntegrationServices, TaskCall } from "./task-call.ts";

const optimized: Record<string, Integration> = {
  "apigateway:invoke": apiGatewayInvoke,
  "dynamodb:deleteItem": dynamodb,
  "dynamodb:getItem": dynamodb,
  "dynamodb:putItem": dynamodb,
  "dynamodb:updateItem": dynamodb,
  "events:putEvents": putEvents,
  "http:invoke": httpInvoke,
  "lambda:invoke": lambdaInvoke,
  "sns:publish": snsPublish,
  "sqs:sendMessage": sqsSendMessage,
  "states:startExecution": startExecution,
};

/** One evaluation of a task's work. */
export type TaskWork = {
  parameters: JsonValue;
  /** Changed by the call. */
  progress: CallProgress;
  /** The call may have been made before a restart. */
  resumed: boolean;
  /** Called when `progress` has changed without an event. */
  changed: () => void;
  signal: AbortSignal;
  /** Called for each heartbeat. */
  beat: () => void;
  /** Called once with the service's answer when the task then waits for a job or a token. */
  submitted: (answer: JsonObject) => void;
};

/**
 * Does what a task's Resource names and returns the task's result; with a token, waits for the token's
 * answer.
 */
export async function callIntegration(
  services: IntegrationServices,
  resource: TaskResource,
  work: TaskWork,
): Promise<JsonValue> {
  const { parameters, progress, signal } = work;
  if (resource.kind === "lambdaFunction") {
    return lambdaFunction(services, resource.arn, { input: parameters, signal });
  }
  if (resource.kind === "activity") {
    return activity(services, resource.arn, work);
  }
  if (resource.kind === "lacking") {
    throw new StateFailure("States.TaskFailed", lackOf(resource));
  }
  const integration = integrationOf(resource);
  const { service, action, pattern } = resource;
  if (!isJsonObject(parameters)) {
    throw new StateFailure("States.Runtime", `The parameters of ${service}:${action} are not an object.`);
  }
  const call: TaskCall = {
    services,
    service,
    action,
    pattern,
    parameters,
    executionName: progress.executionName,
    resumed: work.resumed,
    signal,
    submitted: (answer) => {
      if (!progress.submitted) {
        progress.submitted = true;
        work.submitted(answer);
      }
    },
  };
  return progress.token === undefined ? integration(call) : callbackOf(call, integration, work);
}

function integrationOf({ kind, service, action }: ServiceResource): Integration {
  const integration = kind === "awsSdk" ? awsSdk : optimized[`${service}:${action}`];
  if (integration) {
    return integration;
  }
  throw new Error(`No integration ${service}:${action}.`);
}

/** Calls the service, unless it has been called before a restart, and waits for the token's answer. */
async function callbackOf(
  call: TaskCall,
  integration: Integration,
  { progress, changed, beat }: TaskWork,
): Promise<JsonValue> {
  const { token = "" } = progress;
  // Waited for before the call: the answer may come before the call returns.
  const done = new AbortController();
  const answer = call.services.taskTokens.wait(token, {
    progress,
    changed,
    beat,
    signal: AbortSignal.any([call.signal, done.signal]),
  });
  try {
    if (!progress.submitted) {
      const called = await Promise.race([integration(call), answer.then(() => undefined)]);
      if (isJsonObject(called)) {
        call.submitted(called);
      }
    }
    return await answer;
  } finally {
    done.abort();
  }
}
