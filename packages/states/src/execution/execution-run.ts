import type { Clock } from "../clock.ts";
import type { ExecutionType } from "../definition/state-machine-definition.ts";
import type { MapRunHost } from "../distributed-map/map-run-host.ts";
import type { Integrations } from "../integrations/integrations.ts";
import type { NestedExecutions } from "../integrations/nested-executions.ts";
import type { TaskTokens } from "../integrations/task-tokens.ts";
import type { JsonObject, JsonValue } from "../json.ts";
import type { History } from "./history.ts";

/** What every execution of a service shares. */
export type ExecutionServices = {
  region: string;
  clock: Clock;
  random: () => number;
  uuid: () => string;
  integrations: Integrations;
  taskTokens: TaskTokens;
  nestedExecutions: NestedExecutions;
  mapRuns: MapRunHost;
};

/** The stages that TestState shows, as it names them. */
export type InspectedStage =
  | "afterInputPath"
  | "afterParameters"
  | "afterArguments"
  | "result"
  | "afterResultSelector"
  | "afterResultPath"
  | "afterItemsPath"
  | "afterItemSelector";

/** One execution under way, as its states see it. */
export type ExecutionRun = ExecutionServices & {
  executionArn: string;
  name: string;
  type: ExecutionType;
  input: JsonValue;
  history: History;
  /** TestState alone: told of each stage of a state's data, and what stands for the state's work. */
  inspect?: (stage: InspectedStage, value: JsonValue) => void;
  mock?: () => JsonValue;
  /** `Execution` and `StateMachine` of the context object, which do not change. */
  context: {
    Execution: JsonObject & { Id: string; RoleArn: string };
    StateMachine: { Id: string; Name: string };
  };
};
