import { parseOwnJson } from "../exact-integer.ts";
import { isClose, StateFailure } from "../errors.ts";
import type { JsonObject, JsonValue } from "../json.ts";
import type { ExecutionDescription } from "./nested-executions.ts";
import { sdkMetadata, serviceFailure } from "./service-failure.ts";
import type { TaskCall } from "./task-call.ts";

/**
 * Runs `arn:aws:states:::states:startExecution`, with `.sync` (Output a string) and `.sync:2` (Output
 * parsed).
 * https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html
 */
export async function startExecution(call: TaskCall): Promise<JsonValue> {
  const { services, pattern, signal } = call;
  const requestId = services.uuid();
  const started = await start(call, requestId);
  const answer = {
    ExecutionArn: started.executionArn,
    StartDate: started.startDate,
  };
  const output = { ...answer, ...sdkMetadata({ requestId, body: JSON.stringify(answer) }) };
  if (pattern !== "sync" && pattern !== "sync:2") {
    return output;
  }
  call.submitted(output);
  const ended = await waited(call, started.executionArn);
  signal.throwIfAborted();
  if (ended.status !== "SUCCEEDED") {
    throw new StateFailure("States.TaskFailed", JSON.stringify(described(ended, "text")));
  }
  return described(ended, pattern === "sync" ? "text" : "parsed");
}

async function start({ services, parameters, executionName, resumed }: TaskCall, requestId: string) {
  const { StateMachineArn: stateMachineArn, Name: name, Input: input = {} } = parameters;
  if (typeof stateMachineArn !== "string") {
    throw new StateFailure(
      "States.Runtime",
      "The parameter 'StateMachineArn' of startExecution is not a string.",
    );
  }
  try {
    services.integrations.authorizeOwn?.("StartExecution", { stateMachineArn });
    return await services.nestedExecutions.start({
      stateMachineArn,
      name: typeof name === "string" ? name : executionName,
      resumed,
      input: typeof input === "string" ? input : JSON.stringify(input),
    });
  } catch (error) {
    throw serviceFailure("StepFunctions", error, requestId);
  }
}

/** A task that is aborted takes the execution it waits for with it. */
async function waited({ services, signal }: TaskCall, executionArn: string): Promise<ExecutionDescription> {
  const stop = () => {
    if (!isClose(signal.reason)) {
      void services.nestedExecutions.stop(executionArn);
    }
  };
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await services.nestedExecutions.ended(executionArn);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function described(execution: ExecutionDescription, form: "text" | "parsed"): JsonObject {
  const json = (text: string): JsonValue => (form === "parsed" ? parseOwnJson(text) : text);
  return {
    ...(execution.cause === undefined ? {} : { Cause: execution.cause }),
    ...(execution.error === undefined ? {} : { Error: execution.error }),
    ExecutionArn: execution.executionArn,
    Input: json(execution.input),
    InputDetails: { Included: true },
    Name: execution.name,
    ...(execution.output === undefined ? {} : { Output: json(execution.output) }),
    OutputDetails: { Included: true },
    StartDate: execution.startDate,
    StateMachineArn: execution.stateMachineArn,
    Status: execution.status,
    ...(execution.stopDate === undefined ? {} : { StopDate: execution.stopDate }),
  };
}
