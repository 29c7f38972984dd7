import type { JsonValue } from "../json.ts";
import type { CallProgress, IntegrationServices } from "./task-call.ts";

/** Offers a task to an activity's workers, unless one has it already, and waits for the worker's answer. */
export async function activity(
  services: IntegrationServices,
  activityArn: string,
  work: {
    parameters: JsonValue;
    progress: CallProgress;
    changed: () => void;
    signal: AbortSignal;
    beat: () => void;
    submitted: (worker: { workerName?: string }) => void;
  },
): Promise<JsonValue> {
  const { parameters, progress, changed, beat, signal, submitted } = work;
  const taskToken = progress.token ?? "";
  const answer = services.taskTokens.wait(taskToken, { progress, changed, beat, signal });
  const withdraw = progress.submitted
    ? () => undefined
    : services.activities.schedule(activityArn, {
        taskToken,
        input: JSON.stringify(parameters),
        started: (workerName) => {
          progress.submitted = true;
          submitted(workerName === undefined ? {} : { workerName });
        },
      });
  try {
    return await answer;
  } finally {
    withdraw();
  }
}
