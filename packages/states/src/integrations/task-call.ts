import type { ExecutionRun } from "../execution/execution-run.ts";
import type { JsonObject, JsonValue } from "../json.ts";
import type { IntegrationPattern } from "./task-resource.ts";

/** One call of a task's service. */
export type TaskCall = {
  run: ExecutionRun;
  service: string;
  action: string;
  pattern: IntegrationPattern;
  /** Parameters or Arguments, evaluated. */
  parameters: JsonObject;
  signal: AbortSignal;
  /** To be told what the service answered, when the task then waits for a job to end. */
  submitted: (answer: JsonObject) => void;
};

/** Calls the service and gives the task's result. Throws a `StateFailure` under the error's ASL name. */
export type Integration = (call: TaskCall) => Promise<JsonValue>;
