import { mockedMap } from "./mocked-map.ts";
import { isDistributed, itemProcessorOf, type MapState } from "../definition/state-machine-definition.ts";
import { distributedMap } from "../distributed-map/distributed-map.ts";
import { finish } from "../state-execution/finish.ts";
import { openFrame } from "../state-execution/frame.ts";
import { abortedEventOf, runChildren, type Child } from "./run-children.ts";
import { isTerminal } from "../errors.ts";
import { record, type BlockRun, type StateResult, type Visit } from "../state-execution/visit.ts";
import type { JsonValue } from "../json.ts";
import {
  mapConcurrency,
  mapInput,
  mapItems,
  mapTolerance,
  selectItem,
} from "../state-execution/map-fields.ts";

/**
 * https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html: "up to 40 concurrent
 * iterations"
 */
const inlineConcurrency = 40;

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-map.html */
export function mapState(visit: Visit<MapState>): Promise<StateResult> {
  if (visit.run.mock) {
    return mockedMap(visit, visit.run.mock);
  }
  return isDistributed(visit.state) ? distributedMap(visit) : inlineMap(visit);
}

async function inlineMap(visit: Visit<MapState>): Promise<StateResult> {
  const { state } = visit;
  const processor = itemProcessorOf(state);
  const input = mapInput(visit);
  const limit = await mapConcurrency(visit, input);
  const items = await mapItems(visit, input);
  const { frame } = visit;
  if (frame.progress?.outcome !== undefined) {
    return finish(visit, frame.progress.outcome.result, state.Next);
  }
  if (!frame.children) {
    record(visit, "MapStateStarted", { mapStateStartedEventDetails: { length: items.length } });
    frame.children = [];
  }
  // An inline Map tolerates no failure, but what it says of them is evaluated.
  await mapTolerance(visit, input);
  const contextOf = (index: number) => ({ Item: { Index: index, Value: items[index] ?? null } });
  const outputs = await runChildren(visit, {
    count: items.length,
    concurrency: Math.min(limit || inlineConcurrency, inlineConcurrency),
    open: async (index) => {
      const selected = await selectItem(
        { ...visit, mapContext: contextOf(index) },
        input,
        items[index] ?? null,
      );
      return openFrame(processor.StartAt, selected, visit.frame.variables);
    },
    run: (child) => iterate({ ...visit, ...child, mapContext: contextOf(child.index) }, child),
    aborted: (child, failed) => {
      if (!failed) {
        recordAborted(visit, child);
      }
    },
  });
  record(visit, "MapStateSucceeded");
  frame.progress = { ...frame.progress, outcome: { result: outputs } };
  return finish(visit, outputs, state.Next);
}

async function iterate(at: BlockRun & { name: string; state: MapState }, child: Child): Promise<JsonValue> {
  if (child.frame.iteration === undefined) {
    recordIteration(at, child, "Started");
  }
  try {
    const output = await at.runBlock(itemProcessorOf(at.state), at);
    recordIteration(at, child, "Succeeded");
    return output;
  } catch (error) {
    if (!isTerminal(error) && child.frame.iteration === "Started") {
      recordIteration(at, child, "Failed");
    }
    throw error;
  }
}

type Ending = "Started" | "Succeeded" | "Failed" | "Aborted";

function recordIteration(at: BlockRun & { name: string }, child: Child, ending: Ending): void {
  record(at, `MapIteration${ending}`, {
    [`mapIteration${ending}EventDetails`]: { name: at.name, index: child.index },
  });
  if (ending !== "Aborted") {
    child.frame.iteration = ending;
  }
}

function recordAborted(visit: Visit<MapState>, child: Child): void {
  const at = { ...visit, trail: child.trail };
  const type = itemProcessorOf(visit.state).States[child.frame.stateName]?.Type ?? "";
  const event = abortedEventOf(type);
  if (event) {
    record(at, event);
  }
  recordIteration(at, child, "Aborted");
}
