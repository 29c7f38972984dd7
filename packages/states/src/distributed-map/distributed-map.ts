import { itemProcessorOf, type MapState } from "../definition/state-machine-definition.ts";
import { evaluateJsonataField, evaluateNumber, evaluateTemplate } from "../execution/fields.ts";
import { finish } from "../execution/finish.ts";
import { errorAndCause } from "../execution/handle-failure.ts";
import { maximumPayloadBytes, outputTooLarge } from "../execution/payload-limit.ts";
import { Aborted, isTerminal, StateFailure } from "../execution/state-failure.ts";
import { record, type StateResult, type Visit } from "../execution/visit.ts";
import type { JsonValue } from "../json.ts";
import { StatesError } from "../states-error.ts";
import { mapInput } from "../states/map-items.ts";
import { mapConcurrency, mapTolerance } from "../states/map-limits.ts";
import { batchItems, singleItems, type Batching, type ChildInput } from "./item-batcher.ts";
import { givenEntries, selectedItems } from "./map-entries.ts";
import type { ChildExecutions } from "./map-run-host.ts";
import { resultsOf } from "./result-form.ts";
import { resultDestination, writeResults } from "./result-writer.ts";
import { runMapChildren } from "./run-map-children.ts";

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html */
export async function distributedMap(visit: Visit<MapState>): Promise<StateResult> {
  const { state, frame, run } = visit;
  const input = mapInput(visit);
  const maxConcurrency = await mapConcurrency(visit, input);
  const given = state.ItemReader === undefined ? await givenEntries(visit, input) : undefined;
  const resumed = frame.mapRunArn;
  if (resumed === undefined) {
    record(visit, "MapStateStarted", { mapStateStartedEventDetails: { length: given?.length ?? 0 } });
  }
  const tolerance = await mapTolerance(visit, input);
  const batching = await batchingOf(visit, input);
  const processor = itemProcessorOf(state);
  const { Execution, StateMachine } = run.context;
  const request = {
    parent: { executionArn: Execution.Id, stateMachineArn: StateMachine.Id, roleArn: Execution.RoleArn },
    label: state.Label ?? labelOf(visit.name),
    processor,
    language: visit.language,
    type: processor.ProcessorConfig?.ExecutionType ?? "STANDARD",
    maxConcurrency,
    tolerance,
  } as const;
  const children = resumed === undefined ? run.mapRuns.open(request) : run.mapRuns.reopen(resumed, request);
  const { mapRun } = children;
  const { mapRunArn } = mapRun.record;
  frame.mapRunArn = mapRunArn;
  if (resumed === undefined) record(visit, "MapRunStarted", { mapRunStartedEventDetails: { mapRunArn } });
  else {
    const { redriveCount } = mapRun.record;
    record(visit, "MapRunRedriven", { mapRunRedrivenEventDetails: { mapRunArn, redriveCount } });
  }

  try {
    const selected = selectedItems(visit, input, given);
    const inputs = batching ? batchItems(selected, batching) : singleItems(selected);
    const result = await runToResult(visit, { children, inputs, input });
    end(visit, children, "SUCCEEDED");
    record(visit, "MapRunSucceeded");
    record(visit, "MapStateSucceeded");
    return await finish(visit, result, state.Next);
  } catch (error) {
    if (mapRun.record.status !== "RUNNING") throw error;
    if (visit.signal.aborted) {
      if (isClose(visit.signal.reason)) throw error;
      end(visit, children, "ABORTED");
      throw error;
    }
    end(visit, children, "FAILED");
    if (error instanceof StatesError && !isTerminal(error)) {
      record(visit, "MapRunFailed", { mapRunFailedEventDetails: errorAndCause(error) });
    }
    throw error;
  }
}

/** AWS makes up a label where there is none; the state's name tells more. */
function labelOf(name: string): string {
  return name.replace(/[^\w-]/g, "_").slice(0, 40);
}

/** What the process's end cuts off is left as it is, for the next process. */
function isClose(reason: unknown): boolean {
  return reason instanceof Aborted && reason.by === "close";
}

function end(visit: Visit, children: ChildExecutions, status: "SUCCEEDED" | "FAILED" | "ABORTED"): void {
  const { record } = children.mapRun;
  record.status = status;
  record.stopDate = visit.run.clock.now();
  children.save();
}

async function batchingOf(visit: Visit<MapState>, input: JsonValue): Promise<Batching | undefined> {
  const { ItemBatcher: batcher } = visit.state;
  if (!batcher) return undefined;
  const maxItems = await evaluateNumber(
    visit,
    {
      name: "MaxItemsPerBatch",
      value: batcher.MaxItemsPerBatch,
      path: batcher.MaxItemsPerBatchPath,
      range: { min: 1, max: 2 ** 31 - 1 },
    },
    input,
  );
  const maxBytes = await evaluateNumber(
    visit,
    {
      name: "MaxInputBytesPerBatch",
      value: batcher.MaxInputBytesPerBatch,
      path: batcher.MaxInputBytesPerBatchPath,
      range: { min: 1, max: maximumPayloadBytes },
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
  if (value === undefined) return undefined;
  return visit.language === "JSONata"
    ? evaluateJsonataField(visit, { value, location: "ItemBatcher/BatchInput" }, { input })
    : evaluateTemplate(visit, value, input);
}

/** Runs the children and gives the state's result: where it was written, or the outputs themselves. */
async function runToResult(
  visit: Visit<MapState>,
  {
    children,
    inputs,
    input,
  }: { children: ChildExecutions; inputs: AsyncIterable<ChildInput>; input: JsonValue },
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
  if (written) return written;
  // What is surely over the limit is not put together first.
  if (outputBytes > maximumPayloadBytes) throw outputTooLarge(visit.name);
  const transformation = visit.state.ResultWriter?.WriterConfig?.Transformation ?? "COMPACT";
  return [...children.records()].flatMap((child) => resultsOf(child, transformation));
}
