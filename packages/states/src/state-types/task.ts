import { maxSeconds } from "../definition/field-checks.ts";
import type { TaskState } from "../definition/task-state.ts";
import { evaluateNumber, evaluateParameters, selectInput } from "../state-execution/fields.ts";
import { finish } from "../state-execution/finish.ts";
import { exceedsPayloadLimit } from "../payload-limit.ts";
import { errorAndCause, keepFailure, keptFailure, messageOf, StateFailure, TaskTimeout } from "../errors.ts";
import type { StateResult, Visit } from "../state-execution/visit.ts";
import { callIntegration } from "../integrations/call-integration.ts";
import { withinDeadlines, type Deadlines } from "../integrations/task-deadlines.ts";
import { parseTaskResource, resourceTypeOf, type TaskResource } from "../definition/task-resource.ts";
import type { JsonValue } from "../json.ts";
import { StatesError } from "../states-error.ts";
import { taskEvents } from "./task-events.ts";

const secondsRange = { min: 1, max: maxSeconds };

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html */
export async function taskState(entered: Visit<TaskState>): Promise<StateResult> {
  const { state, run, frame } = entered;
  const resource = parseTaskResource(state.Resource);
  const waitsForToken =
    resource.kind === "activity" ||
    (resource.kind !== "lambdaFunction" && resource.pattern === "waitForTaskToken");
  const progress = (frame.progress ??= {});
  const task = (progress.task ??= {
    executionName: run.uuid(),
    ...(waitsForToken ? { token: run.mock?.taskToken ?? run.taskTokens.create() } : {}),
  });
  const visit = task.token === undefined ? entered : { ...entered, taskToken: task.token };
  if (progress.outcome !== undefined) {
    return finish(visit, progress.outcome.result, state.Next);
  }
  if (progress.workFailure !== undefined) {
    throw keptFailure(progress.workFailure);
  }
  const input = visit.language === "JSONata" ? visit.input : selectInput(visit);
  const parameters = task.parameters ?? (await evaluateParameters(visit, state, input));
  const declared = await taskDeadlines(visit, input);
  // Only the holder of a token sends heartbeats.
  const deadlines = waitsForToken ? declared : { ...declared, heartbeatSeconds: undefined };

  const events = taskEvents(visit, resource);
  const resumed = task.scheduledAt !== undefined;
  const scheduledAt = (task.scheduledAt ??= run.clock.now());
  if (!resumed) {
    task.parameters = parameters;
    events.scheduled(parameters, declared);
    events.started();
  }
  try {
    const within = { clock: run.clock, signal: visit.signal, deadlines, since: scheduledAt };
    const result = await withinDeadlines(within, (control) =>
      run.mock
        ? Promise.resolve(run.mock.work())
        : callIntegration(run, resource, {
            ...control,
            parameters,
            progress: task,
            resumed,
            changed: run.save,
            submitted: (answer) => events.submitted(answer),
          }),
    );
    const text = JSON.stringify(result);
    checkResult(resource, text);
    events.succeeded(text);
    frame.progress = { ...progress, task: undefined, outcome: { result } };
  } catch (thrown) {
    visit.signal.throwIfAborted();
    const error = workFailureOf(thrown);
    if (error instanceof StateFailure) {
      if (error instanceof TaskTimeout) {
        events.timedOut(errorAndCause(error));
      } else {
        events.failed(errorAndCause(error));
      }
      progress.workFailure = keepFailure(error);
    }
    throw error;
  }
  return finish(visit, frame.progress?.outcome?.result ?? null, state.Next);
}

/**
 * A failure that no integration has named, such as a client's own fault, still is the task's failure.
 */
function workFailureOf(thrown: unknown): StatesError {
  if (thrown instanceof StatesError) {
    return thrown;
  }
  return new StateFailure("States.TaskFailed", messageOf(thrown), { cause: thrown });
}

async function taskDeadlines(visit: Visit<TaskState>, input: JsonValue): Promise<Deadlines> {
  const { state } = visit;
  const timeoutSeconds = await evaluateNumber(
    visit,
    {
      name: "TimeoutSeconds",
      value: state.TimeoutSeconds,
      path: state.TimeoutSecondsPath,
      range: secondsRange,
    },
    input,
  );
  const heartbeatSeconds = await evaluateNumber(
    visit,
    {
      name: "HeartbeatSeconds",
      value: state.HeartbeatSeconds,
      path: state.HeartbeatSecondsPath,
      range: secondsRange,
    },
    input,
  );
  return { timeoutSeconds, heartbeatSeconds };
}

/** A task's answer over the limit is the task's failure, which States.ALL catches (recorded on AWS). */
function checkResult(resource: TaskResource, text: string): void {
  if (!exceedsPayloadLimit(text)) {
    return;
  }
  const name = "arn" in resource ? resource.arn : resourceTypeOf(resource);
  throw new StateFailure(
    "States.DataLimitExceeded",
    `The state/task '${name}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
}
