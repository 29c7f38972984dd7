import type { QueryLanguage } from "../definition/field-table.ts";
import type { ItemProcessor } from "../definition/state-machine-definition.ts";
import type { ExecutionType } from "../definition/validation-context.ts";
import type { JsonValue } from "../json.ts";
import type { ChildStatus, MapRun, Tolerance } from "./map-run.ts";

/** A finished child execution as results describe it; times in milliseconds since the epoch. */
export type ChildRecord = {
  executionArn: string;
  stateMachineArn: string;
  name: string;
  status: ChildStatus;
  input: string;
  output?: string;
  error?: string;
  cause?: string;
  startDate: number;
  stopDate: number;
  redriveCount: number;
};

/** A child's input, its JSON text, and the number of items in it. */
export type ChildInput = { input: JsonValue; text: string; items: number };

/** One child to run, with its place in the map run. */
type ChildRequest = ChildInput & { index: number };

/** The children of one map run: real executions, kept where the parent's are. */
export type ChildExecutions = {
  mapRun: MapRun;
  /** Runs a child to its end. */
  run(request: ChildRequest, signal: AbortSignal): Promise<ChildRecord>;
  /** The children that a restart cut off and those that a redrive has not come to. */
  open(): Iterable<OpenChild>;
  /** Runs such a child on from where it stopped. */
  goOn(child: OpenChild, signal: AbortSignal): Promise<ChildRecord>;
  /** Every finished child, in the order of the items. */
  records(): Iterable<ChildRecord>;
};

type OpenChild = { executionArn: string; status: "RUNNING" | "PENDING_REDRIVE"; items: number };

export type MapRunRequest = {
  /** The execution whose state the map run is. */
  parent: { executionArn: string; stateMachineArn: string; roleArn: string };
  /** The state's Label, or its name. */
  label: string;
  processor: ItemProcessor;
  language: QueryLanguage;
  type: ExecutionType;
  maxConcurrency: number;
  tolerance: Tolerance;
};

/** Keeps map runs and runs their children. */
export type MapRuns = {
  open(request: MapRunRequest): ChildExecutions;
  /** The map run that a failed execution stopped in, its unsuccessful children to be redriven. */
  redrive(mapRunArn: string, request: MapRunRequest): ChildExecutions;
  /** The map run that a restart cut off. */
  resume(mapRunArn: string, request: MapRunRequest): ChildExecutions;
};
