import type { JsonObject, JsonValue } from "../json.ts";
import type { IntegrationPattern } from "../definition/task-resource.ts";
import type { Activities } from "./activities.ts";
import type { Integrations } from "./integrations.ts";
import type { NestedExecutions } from "./nested-executions.ts";
import type { TaskAnswer, TaskTokens } from "./task-tokens.ts";

/** What integrations need of the service that runs them. */
export type IntegrationServices = {
  uuid: () => string;
  integrations: Integrations;
  taskTokens: TaskTokens;
  nestedExecutions: NestedExecutions;
  activities: Activities;
};

/** What a task must know of its call after a restart. */
export type CallProgress = {
  /** The token that the task waits for, and what its holder answered. */
  token?: string;
  answer?: TaskAnswer;
  /** The service has answered the call; the task waits for a job or a token. */
  submitted?: true;
  /** The name of the execution that the task starts: a second start under the name finds the first. */
  executionName: string;
};

/** One call of a task's service. */
export type TaskCall = {
  services: IntegrationServices;
  service: string;
  action: string;
  pattern: IntegrationPattern;
  /** Parameters or Arguments, evaluated. */
  parameters: JsonObject;
  executionName: string;
  /** The call may have been made before a restart. */
  resumed: boolean;
  signal: AbortSignal;
  /** Called with the service's answer when the task then waits for a job to end. */
  submitted: (answer: JsonObject) => void;
};

/** Calls the service and returns the task's result. Throws a `StateFailure` under the error's ASL name. */
export type Integration = (call: TaskCall) => Promise<JsonValue>;
