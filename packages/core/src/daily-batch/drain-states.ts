import { jsonata } from "./jsonata.ts";
import type { DailyBatchLimits, DailyBatchNames } from "./names.ts";
import { retryFunction } from "./retries.ts";
import type { State, StateName } from "./states.ts";

/**
 * Returns the states that get everything off the queue that was accepted before the run began, by invoking
 * `store` until it says so. A queue that cannot be drained does not hold up what is in the inbox: then the
 * variable `$completeThrough` stays null, and the run goes on, as one does that was started not to drain.
 */
export function drainStates(
  { functions }: DailyBatchNames,
  { drainTimeLimitSeconds, drainWaitSeconds }: DailyBatchLimits,
): Record<"Drain?" | "Drain" | "Drained?" | "DrainWait", State<StateName>> {
  const startTime = "$states.context.Execution.StartTime";
  return {
    "Drain?": {
      Type: "Choice",
      Choices: [{ Condition: jsonata("$drain = false"), Next: "Distribute" }],
      Output: {},
      Default: "Drain",
    },
    Drain: {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Arguments: { FunctionName: functions.store, Payload: { through: jsonata(startTime) } },
      Assign: { completeThrough: jsonata(`$states.result.Payload.drained ? ${startTime} : null`) },
      Output: {},
      Retry: retryFunction,
      Catch: [{ ErrorEquals: ["States.ALL"], Next: "Drained?" }],
      Next: "Drained?",
    },
    "Drained?": {
      Type: "Choice",
      Choices: [
        {
          Condition: jsonata(
            `$completeThrough = null and $millis() - $drainBegan < ${drainTimeLimitSeconds * 1_000}`,
          ),
          Next: "DrainWait",
        },
      ],
      Output: {},
      Default: "Distribute",
    },
    DrainWait: { Type: "Wait", Seconds: drainWaitSeconds, Next: "Drain" },
  };
}
