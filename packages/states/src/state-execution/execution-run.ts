import type { Clock } from "../clock.ts";
import type { ExecutionType } from "../definition/validation-context.ts";
import type { MapRuns } from "../map-runs/child-executions.ts";
import type { Integrations } from "../integrations/integrations.ts";
import type { IntegrationServices } from "../integrations/task-call.ts";
import type { JsonObject, JsonValue } from "../json.ts";
import type { History } from "./history.ts";

/** What every execution of a service shares. */
export type ExecutionServices = IntegrationServices & {
  region: string;
  clock: Clock;
  random: () => number;
  mapRuns: MapRuns;
  /** Returns the integrations of an execution whose machine has the role. */
  integrationsAs: (roleArn: string) => Integrations;
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
  | "afterItemsPointer"
  | "afterItemSelector"
  | "afterItemBatcher"
  | "maxConcurrency"
  | "toleratedFailureCount"
  | "toleratedFailurePercentage";

/** What replaces a state's work in TestState. */
export type StateMock = {
  /** Returns the result of the work, or throws its failure. */
  work: () => JsonValue;
  /** What an ItemReader would read. */
  itemReaderData: JsonValue | undefined;
  /** The number of iterations of a Map that have failed. */
  failedIterations: number;
  /** The token that a task waits for. */
  taskToken: string | undefined;
};

/** One execution under way, as its states see it. */
export type ExecutionRun = ExecutionServices & {
  executionArn: string;
  name: string;
  type: ExecutionType;
  input: JsonValue;
  history: History;
  /** Notes that a frame has changed without an event, to be written with the next flush. */
  save: () => void;
  /** Set by TestState only: receives the state's data at each stage; replaces the state's work. */
  inspect?: (stage: InspectedStage, value: JsonValue) => void;
  mock?: StateMock;
  /** `Execution` and `StateMachine` of the context object, which do not change. */
  context: {
    Execution: JsonObject & { Id: string; RoleArn: string };
    StateMachine: { Id: string; Name: string };
  };
};
