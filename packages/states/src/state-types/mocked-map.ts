import { isDistributed, type MapState } from "../definition/state-machine-definition.ts";
import { batchingOf } from "../distributed-map/distributed-map.ts";
import { batchItems } from "../distributed-map/item-batcher.ts";
import { StateFailure } from "../errors.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import { exceedsTolerance } from "../map-runs/map-run.ts";
import type { StateMock } from "../state-execution/execution-run.ts";
import { finish } from "../state-execution/finish.ts";
import {
  mapConcurrency,
  mapInput,
  mapItems,
  mapTolerance,
  selectItem,
} from "../state-execution/map-fields.ts";
import type { StateResult, Visit } from "../state-execution/visit.ts";

/**
 * Runs a Map of TestState: its items are taken, selected and batched, and the mock replaces the iterations.
 * https://docs.aws.amazon.com/step-functions/latest/dg/test-state-isolation.html
 */
export async function mockedMap(visit: Visit<MapState>, mock: StateMock): Promise<StateResult> {
  const { run, state } = visit;
  const input = mapInput(visit);
  run.inspect?.("maxConcurrency", await mapConcurrency(visit, input));
  const items = await itemsOf(visit, input, mock);
  const selected: JsonValue[] = [];
  for (const [index, value] of items.entries()) {
    const mapContext = { Item: { Index: index, Value: value } };
    selected.push(await selectItem({ ...visit, mapContext }, input, value));
  }
  run.inspect?.("afterItemSelector", selected);
  const batching = await batchingOf(visit, input);
  if (batching) {
    const batches: JsonValue[] = [];
    for await (const batch of batchItems(once(selected), batching)) {
      batches.push(batch.input);
    }
    run.inspect?.("afterItemBatcher", batches);
  }
  const tolerance = await mapTolerance(visit, input);
  for (const [name, value] of [
    ["toleratedFailureCount", tolerance.count],
    ["toleratedFailurePercentage", tolerance.percentage],
  ] as const) {
    if (value !== undefined) {
      run.inspect?.(name, value);
    }
  }
  const counts = { failedItems: mock.failedIterations, totalItems: Math.max(items.length, 1) };
  if (isDistributed(state) && exceedsTolerance(tolerance, counts)) {
    throw new StateFailure(
      "States.ExceedToleratedFailureThreshold",
      "The specified tolerated failure threshold was exceeded",
    );
  }
  return finish(visit, mock.work(), state.Next);
}

async function itemsOf(
  visit: Visit<MapState>,
  input: JsonValue,
  { itemReaderData }: StateMock,
): Promise<JsonValue[]> {
  const { ItemReader: reader } = visit.state;
  if (reader === undefined) {
    const items = await mapItems(visit, input);
    visit.run.inspect?.("afterItemsPath", items);
    return items;
  }
  const pointed = at(itemReaderData ?? [], reader.ReaderConfig?.ItemsPointer);
  if (reader.ReaderConfig?.ItemsPointer !== undefined) {
    visit.run.inspect?.("afterItemsPointer", pointed);
  }
  if (Array.isArray(pointed)) {
    return pointed;
  }
  return isJsonObject(pointed) ? Object.entries(pointed).map(entry) : [];
}

function entry([Key, Value]: [string, JsonValue]): JsonObject {
  return { Key, Value };
}

/** Returns the value at a JSON Pointer: https://www.rfc-editor.org/rfc/rfc6901 */
function at(value: JsonValue, pointer = ""): JsonValue {
  const names = pointer.split("/").slice(1);
  let found: JsonValue = value;
  for (const name of names) {
    const key = name.replaceAll("~1", "/").replaceAll("~0", "~");
    found = Object(found)[key] ?? null;
  }
  return found;
}

async function* once(items: readonly JsonValue[]): AsyncGenerator<readonly JsonValue[]> {
  yield items;
}
