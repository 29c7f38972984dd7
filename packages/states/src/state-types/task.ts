import type { TaskState } from "../definition/task-state.ts";
import { evaluateNumber, evaluateParameters, selectInput } from "../state-execution/fields.ts";
import { finish } from "../state-execution/finish.ts";
import { exceedsPayloadLimit } from "../payload-limit.ts";
import { errorAndCause, StateFailure, TaskTimeout } from "../errors.ts";
import type { StateResult, Visit } from "../state-execution/visit.ts";
import { callIntegration } from "../integrations/call-integration.ts";
import { withinDeadlines, type Deadlines } from "../integrations/task-deadlines.ts";
import { parseTaskResource, resourceTypeOf, type TaskResource } from "../definition/task-resource.ts";
import type { JsonValue } from "../json.ts";
import { taskEvents } from "./task-events.ts";

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html */
export async function taskState(entered: Visit<TaskState>): Promise<StateResult> {
  const { state, run } = entered;
  const resource = parseTaskResource(state.Resource);
  const waitsForToken = resource.kind !== "lambdaFunction" && resource.pattern === "waitForTaskToken";
  const visit = waitsForToken ? { ...entered, taskToken: run.taskTokens.create() } : entered;
  const input = visit.language === "JSONata" ? visit.input : selectInput(visit);
  const parameters = await evaluateParameters(visit, state, input);
  const declared = await taskDeadlines(visit, input);
  // Nobody but the holder of a token sends heartbeats.
  const deadlines = waitsForToken ? declared : { ...declared, heartbeatSeconds: undefined };

  const events = taskEvents(visit, resource);
  events.scheduled(parameters, declared);
  events.started();
  try {
    const result = await withinDeadlines({ clock: run.clock, signal: visit.signal, deadlines }, (control) =>
      run.mock
        ? Promise.resolve(run.mock())
        : callIntegration(run, resource, {
            ...control,
            parameters,
            taskToken: visit.taskToken,
            submitted: (answer) => events.submitted(answer),
          }),
    );
    const text = JSON.stringify(result);
    checkResult(resource, text);
    events.succeeded(text);
    return await finish(visit, result, state.Next);
  } catch (error) {
    if (error instanceof TaskTimeout) {
      events.timedOut(errorAndCause(error));
    } else if (error instanceof StateFailure) {
      events.failed(errorAndCause(error));
    }
    throw error;
  }
}

async function taskDeadlines(visit: Visit<TaskState>, input: JsonValue): Promise<Deadlines> {
  const { state } = visit;
  const timeoutSeconds = await evaluateNumber(
    visit,
    { name: "TimeoutSeconds", value: state.TimeoutSeconds, path: state.TimeoutSecondsPath },
    input,
  );
  const heartbeatSeconds = await evaluateNumber(
    visit,
    { name: "HeartbeatSeconds", value: state.HeartbeatSeconds, path: state.HeartbeatSecondsPath },
    input,
  );
  return { timeoutSeconds, heartbeatSeconds };
}

/** A task's answer over the limit is the task's failure, which States.ALL catches (recorded on AWS). */
function checkResult(resource: TaskResource, text: string): void {
  if (!exceedsPayloadLimit(text)) {
    return;
  }
  const name = resource.kind === "lambdaFunction" ? resource.arn : resourceTypeOf(resource);
  throw new StateFailure(
    "States.DataLimitExceeded",
    `The state/task '${name}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
}
