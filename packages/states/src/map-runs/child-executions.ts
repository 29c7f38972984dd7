import type { QueryLanguage } from "../definition/field-table.ts";
import type { ItemProcessor } from "../definition/map-state.ts";
import type { ExecutionType } from "../definition/state-machine-definition.ts";
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
export type ChildRequest = ChildInput & { index: number };

/** The children of one map run: real executions, kept where the parent's are. */
export type ChildExecutions = {
  mapRun: MapRun;
  /** Runs a child to its end. */
  run(request: ChildRequest, signal: AbortSignal): Promise<ChildRecord>;
  /** The children that did not succeed, to be redriven. */
  unsuccessful(): Iterable<{ executionArn: string; status: ChildStatus; items: number }>;
  /** Runs such a child again from where it stopped. */
  redrive(executionArn: string, signal: AbortSignal): Promise<ChildRecord>;
  /** Every finished child, in the order of the items. */
  records(): Iterable<ChildRecord>;
  /** Keeps the map run's record as it is now. */
  save(): void;
};

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
  /** The map run that a redriven execution stopped in, going on. */
  reopen(mapRunArn: string, request: MapRunRequest): ChildExecutions;
};
