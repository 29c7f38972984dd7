import { StateFailure } from "../execution/state-failure.ts";
import type { Visit } from "../execution/visit.ts";
import type { TaskState } from "../definition/state-machine-definition.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import { awsSdk } from "./aws-sdk.ts";
import { lambdaFunction, lambdaInvoke } from "./lambda.ts";
import { snsPublish, sqsSendMessage } from "./messages.ts";
import { startExecution } from "./start-execution.ts";
import type { Integration, TaskCall } from "./task-call.ts";
import type { TaskResource } from "./task-resource.ts";

const optimized: Record<string, Integration> = {
  "lambda:invoke": lambdaInvoke,
  "sns:publish": snsPublish,
  "sqs:sendMessage": sqsSendMessage,
  "states:startExecution": startExecution,
};

/** Does what a task's Resource names and gives the task's result; with a token, waits for the token's answer. */
export async function callIntegration(
  visit: Visit<TaskState>,
  resource: TaskResource,
  control: {
    parameters: JsonValue;
    signal: AbortSignal;
    beat: () => void;
    submitted: (answer: JsonObject) => void;
  },
): Promise<JsonValue> {
  const { run } = visit;
  const { parameters, signal, beat, submitted } = control;
  if (run.mock) return run.mock();
  if (resource.kind === "lambdaFunction") {
    return lambdaFunction(run, resource.arn, { input: parameters, signal });
  }
  const { service, action, pattern } = resource;
  const integration = resource.kind === "awsSdk" ? awsSdk : optimized[`${service}:${action}`];
  if (!integration) throw new Error(`No integration ${service}:${action}.`);
  if (!isJsonObject(parameters)) {
    throw new StateFailure("States.Runtime", `The parameters of ${service}:${action} are not an object.`);
  }
  const call: TaskCall = { run, service, action, pattern, parameters, signal, submitted };
  if (visit.taskToken === undefined) return integration(call);
  // Waited for before the call: the answer may come before the call returns.
  const done = new AbortController();
  const waiting = { beat, signal: AbortSignal.any([signal, done.signal]) };
  const token = run.taskTokens.wait(visit.taskToken, waiting);
  try {
    const answer = await Promise.race([integration(call), token.then(() => undefined)]);
    if (isJsonObject(answer)) submitted(answer);
    return await token;
  } finally {
    done.abort();
  }
}
