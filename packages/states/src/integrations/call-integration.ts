import type { TaskResource } from "../definition/task-resource.ts";
import { StateFailure } from "../errors.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import { awsSdk } from "./aws-sdk.ts";
import { lambdaFunction, lambdaInvoke } from "./lambda.ts";
import { snsPublish, sqsSendMessage } from "./messages.ts";
import { startExecution } from "./start-execution.ts";
import type { Integration, IntegrationServices, TaskCall } from "./task-call.ts";

const optimized: Record<string, Integration> = {
  "lambda:invoke": lambdaInvoke,
  "sns:publish": snsPublish,
  "sqs:sendMessage": sqsSendMessage,
  "states:startExecution": startExecution,
};

/** One evaluation of a task's work. */
export type TaskWork = {
  parameters: JsonValue;
  /** The token that the task waits for. */
  taskToken: string | undefined;
  signal: AbortSignal;
  /** Called for each heartbeat. */
  beat: () => void;
  /** Called with the service's answer when the task then waits for a job or a token. */
  submitted: (answer: JsonObject) => void;
};

/** Does what a task's Resource names and returns the task's result; with a token, waits for the token's answer. */
export async function callIntegration(
  services: IntegrationServices,
  resource: TaskResource,
  { parameters, taskToken, signal, beat, submitted }: TaskWork,
): Promise<JsonValue> {
  if (resource.kind === "lambdaFunction") {
    return lambdaFunction(services, resource.arn, { input: parameters, signal });
  }
  const { service, action, pattern } = resource;
  const integration = resource.kind === "awsSdk" ? awsSdk : optimized[`${service}:${action}`];
  if (!integration) {
    throw new Error(`No integration ${service}:${action}.`);
  }
  if (!isJsonObject(parameters)) {
    throw new StateFailure("States.Runtime", `The parameters of ${service}:${action} are not an object.`);
  }
  const call: TaskCall = { services, service, action, pattern, parameters, signal, submitted };
  if (taskToken === undefined) {
    return integration(call);
  }
  // Waited for before the call: the answer may come before the call returns.
  const done = new AbortController();
  const waiting = { beat, signal: AbortSignal.any([signal, done.signal]) };
  const token = services.taskTokens.wait(taskToken, waiting);
  try {
    const answer = await Promise.race([integration(call), token.then(() => undefined)]);
    if (isJsonObject(answer)) {
      submitted(answer);
    }
    return await token;
  } finally {
    done.abort();
  }
}
