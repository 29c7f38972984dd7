import { maxBatchBytes } from "../definition/batcher-and-writer.ts";
import { maxCount } from "../definition/field-checks.ts";
import { itemProcessorOf, type MapState } from "../definition/state-machine-definition.ts";
import { evaluateJsonataField, evaluateNumber, evaluateTemplate } from "../state-execution/fields.ts";
import { finish } from "../state-execution/finish.ts";
import { maxPayloadBytes, outputTooLarge } from "../payload-limit.ts";
import { errorAndCause, isClose, isTerminal, keepFailure, keptFailure, StateFailure } from "../errors.ts";
import { record, type StateResult, type Visit } from "../state-execution/visit.ts";
import type { JsonValue } from "../json.ts";
import { StatesError } from "../states-error.ts";
import { mapConcurrency, mapInput, mapTolerance } from "../state-execution/map-fields.ts";
import { batchItems, singleItems, type Batching } from "./item-batcher.ts";
import { ListingCursor, listsObjects } from "./listing-cursor.ts";
import { givenEntries, selectedItems } from "./map-entries.ts";
import type { ChildExecutions, MapRunRequest } from "../map-runs/child-executions.ts";
import { serviceFailure } from "../integrations/service-failure.ts";
import { resultsOf } from "./result-form.ts";
import { resultDestination, writeResults } from "./result-writer.ts";
import { runMapChildren, type ChildInputs } from "./run-map-children.ts";

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html */
export async function distributedMap(visit: Visit<MapState>): Promise<StateResult> {
  const { state, frame } = visit;
  const { outcome, workFailure } = frame.progress ?? {};
  if (outcome !== undefined) {
    return finish(visit, outcome.result, state.Next);
  }
  if (workFailure !== undefined) {
    throw keptFailure(workFailure);
  }
  const input = mapInput(visit);
  const maxConcurrency = await mapConcurrency(visit, input);
  const given = state.ItemReader === undefined ? await givenEntries(visit, input) : undefined;
  if (frame.mapRunArn === undefined && !frame.progress?.mapStarted) {
    record(visit, "MapStateStarted", { mapStateStartedEventDetails: { length: given?.length ?? 0 } });
    frame.progress = { ...frame.progress, mapStarted: true };
  }
  const tolerance = await mapTolerance(visit, input);
  const batching = await batchingOf(visit, input);
  const children = mapRunOf(visit, { maxConcurrency, tolerance });
  const { mapRun } = children;
  const { childrenStarted, lastKey, itemCounts } = mapRun.record;
  const byKey = listsObjects(state.ItemReader) && lastKey !== undefined;
  const cursor = new ListingCursor({ after: lastKey, items: byKey ? itemCounts.total : 0 });

  try {
    const selected = selectedItems(visit, { input, given, cursor });
    const inputs = batching ? batchItems(selected, batching) : singleItems(selected);
    const result = await runToResult(visit, {
      children,
      input,
      inputs: {
        inputs,
        skip: byKey ? 0 : childrenStarted,
        started: ({ items }) => (mapRun.record.lastKey = cursor.take(items)),
      },
    });
    end(visit, children, "SUCCEEDED");
    record(visit, "MapRunSucceeded");
    record(visit, "MapStateSucceeded");
    frame.progress = { ...frame.progress, outcome: { result } };
    return await finish(visit, result, state.Next);
  } catch (error) {
    if (mapRun.record.status !== "RUNNING") {
      throw error;
    }
    if (visit.signal.aborted) {
      if (isClose(visit.signal.reason)) {
        throw error;
      }
      end(visit, children, "ABORTED");
      throw error;
    }
    end(visit, children, "FAILED");
    if (error instanceof StatesError && !isTerminal(error)) {
      record(visit, "MapRunFailed", { mapRunFailedEventDetails: errorAndCause(error) });
      frame.progress = { ...frame.progress, workFailure: keepFailure(error) };
    }
    throw error;
  }
}

/** Opens the state's map run, or takes up the one that a failure or a restart cut off, and records which. */
function mapRunOf(
  visit: Visit<MapState>,
  { maxConcurrency, tolerance }: Pick<MapRunRequest, "maxConcurrency" | "tolerance">,
): ChildExecutions {
  const { state, frame, run } = visit;
  const processor = itemProcessorOf(state);
  const { Execution, StateMachine } = run.context;
  const request: MapRunRequest = {
    parent: { executionArn: Execution.Id, stateMachineArn: StateMachine.Id, roleArn: Execution.RoleArn },
    label: state.Label ?? labelOf(visit.name),
    processor,
    language: visit.language,
    type: processor.ProcessorConfig?.ExecutionType ?? "STANDARD",
    maxConcurrency,
    tolerance,
  };
  if (frame.mapRunArn === undefined) {
    authorizeChildren(visit);
    const children = run.mapRuns.open(request);
    const { mapRunArn } = children.mapRun.record;
    frame.mapRunArn = mapRunArn;
    record(visit, "MapRunStarted", { mapRunStartedEventDetails: { mapRunArn } });
    return children;
  }
  const { mapRunArn } = frame;
  if (!frame.progress?.redriven) {
    return run.mapRuns.resume(mapRunArn, request);
  }
  const children = run.mapRuns.redrive(mapRunArn, request);
  const { redriveCount } = children.mapRun.record;
  frame.progress = {};
  record(visit, "MapRunRedriven", { mapRunRedrivenEventDetails: { mapRunArn, redriveCount } });
  return children;
}

/** The children are executions of the machine itself, which its role has to be allowed to start. */
function authorizeChildren({ run }: Visit): void {
  try {
    run.integrations.authorizeOwn?.("StartExecution", { stateMachineArn: run.context.StateMachine.Id });
  } catch (error) {
    throw serviceFailure("StepFunctions", error, run.uuid());
  }
}

/** Returns the label of a state that names none: AWS invents one, the state's name says more. */
function labelOf(name: string): string {
  return name.replace(/[^\w-]/g, "_").slice(0, 40);
}

function end(visit: Visit, children: ChildExecutions, status: "SUCCEEDED" | "FAILED" | "ABORTED"): void {
  const { record } = children.mapRun;
  record.status = status;
  record.stopDate = visit.run.clock.now();
}

/** Returns what an ItemBatcher says, evaluated; undefined without one. */
export async function batchingOf(visit: Visit<MapState>, input: JsonValue): Promise<Batching | undefined> {
  const { ItemBatcher: batcher } = visit.state;
  if (!batcher) {
    return undefined;
  }
  const maxItems = await evaluateNumber(
    visit,
    {
      name: "MaxItemsPerBatch",
      value: batcher.MaxItemsPerBatch,
      path: batcher.MaxItemsPerBatchPath,
      range: { min: 1, max: maxCount },
    },
    input,
  );
  const maxBytes = await evaluateNumber(
    visit,
    {
      name: "MaxInputBytesPerBatch",
      value: batcher.MaxInputBytesPerBatch,
      path: batcher.MaxInputBytesPerBatchPath,
      range: { min: 1, max: maxBatchBytes },
    },
    input,
  );
  return { maxItems, maxBytes, batchInput: await batchInput(visit, batcher.BatchInput, input) };
}

async function batchInput(
  visit: Visit<MapState>,
  value: JsonValue | undefined,
  input: JsonValue,
): Promise<JsonValue | undefined> {
  if (value === undefined) {
    return undefined;
  }
  return visit.language === "JSONata"
    ? evaluateJsonataField(visit, { value, location: "ItemBatcher/BatchInput" }, { input })
    : evaluateTemplate(visit, value, input);
}

/** Runs the children and returns the state's result: where it was written, or the outputs themselves. */
async function runToResult(
  visit: Visit<MapState>,
  { children, inputs, input }: { children: ChildExecutions; inputs: ChildInputs; input: JsonValue },
): Promise<JsonValue> {
  const destination = await resultDestination(visit, visit.state.ResultWriter, input);
  let outputBytes = 0;
  await runMapChildren(children, inputs, {
    signal: visit.signal,
    ended: ({ output = "" }) => (outputBytes += output.length),
  });
  visit.signal.throwIfAborted();
  const failed = children.mapRun.exceedsTolerance;
  const written = destination && (await writeResults(visit, destination, children));
  if (failed) {
    throw new StateFailure(
      "States.ExceedToleratedFailureThreshold",
      "The specified tolerated failure threshold was exceeded",
    );
  }
  if (written) {
    return written;
  }
  // What is surely over the limit is not put together first.
  if (outputBytes > maxPayloadBytes) {
    throw outputTooLarge(visit.name);
  }
  const transformation = visit.state.ResultWriter?.WriterConfig?.Transformation ?? "COMPACT";
  return [...children.records()].flatMap((child) => resultsOf(child, transformation));
}
