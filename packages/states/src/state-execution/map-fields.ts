import type { MapState } from "../definition/state-machine-definition.ts";
import type { Tolerance } from "../map-runs/map-run.ts";
import {
  evaluateJsonataField,
  evaluateNumber,
  evaluateTemplate,
  pathScope,
  placeOf,
  selectInput,
} from "./fields.ts";
import type { MaybePromise, Visit } from "./visit.ts";
import type { JsonValue } from "../json.ts";
import { requireResultType } from "../jsonata/query-evaluation-error.ts";
import { evaluatePath } from "../jsonpath/evaluate-path.ts";
import { StatesError } from "../states-error.ts";

/** Returns a Map state's effective input. */
export function mapInput(visit: Visit<MapState>): JsonValue {
  return visit.language === "JSONata" ? visit.input : selectInput(visit);
}

/**
 * Returns the array that a Map iterates over: Items in JSONata, ItemsPath in JSONPath, else the input itself.
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemspath.html
 */
export async function mapItems(visit: Visit<MapState>, input: JsonValue): Promise<JsonValue[]> {
  const items = await mapItemsOrEntries(visit, input);
  if (Array.isArray(items)) {
    return items;
  }
  if (visit.language === "JSONata") {
    throw notAnArray(visit, items);
  }
  throw new StatesError(
    "States.Runtime",
    `Reference path "${visit.state.ItemsPath ?? "$"}" must point to array.`,
  );
}

/**
 * Does the same as `mapItems`, before an object is refused: a Distributed Map iterates over an object's
 * entries.
 */
export async function mapItemsOrEntries(visit: Visit<MapState>, input: JsonValue): Promise<JsonValue> {
  const { Items, ItemsPath } = visit.state;
  if (visit.language === "JSONata") {
    if (Items === undefined) {
      return input;
    }
    return evaluateJsonataField(visit, { value: Items, location: "Items" }, { input });
  }
  return ItemsPath === undefined ? input : evaluatePath(ItemsPath, pathScope(visit, input));
}

export function notAnArray(visit: Visit<MapState>, items: JsonValue): StatesError {
  const { Items: value = "{% $states.input %}" } = visit.state;
  try {
    requireResultType(items, "array", placeOf({ value, location: "Items" }));
  } catch (error) {
    if (error instanceof StatesError) {
      return error;
    }
    throw error;
  }
  throw new Error("An array was taken for something else.");
}

/**
 * Returns an iteration's input: what ItemSelector (in JSONPath also its old name, Parameters) makes of the
 * item, or the item. The visit carries the item's `Map` context.
 */
export function selectItem(
  visit: Visit<MapState>,
  input: JsonValue,
  item: JsonValue,
): MaybePromise<JsonValue> {
  const { ItemSelector, Parameters } = visit.state;
  if (visit.language === "JSONata") {
    if (ItemSelector === undefined) {
      return item;
    }
    return evaluateJsonataField(visit, { value: ItemSelector, location: "ItemSelector" }, { input });
  }
  const selector = ItemSelector ?? Parameters;
  return selector === undefined ? item : evaluateTemplate(visit, selector, input);
}

/** Returns MaxConcurrency of a Map, which AWS evaluates before the state has started; 0 sets no limit. */
export async function mapConcurrency(visit: Visit<MapState>, input: JsonValue): Promise<number> {
  const { MaxConcurrency: value, MaxConcurrencyPath: path } = visit.state;
  const limit = (await evaluateNumber(visit, { name: "MaxConcurrency", value, path }, input)) ?? 0;
  if (limit >= 0) {
    return limit;
  }
  throw new StatesError(
    "States.Runtime",
    `Expected non-negative integer for MaxConcurrency, got '${limit}' instead.`,
  );
}

/**
 * Returns the tolerated failures, which AWS evaluates after the state has started, of inline Maps too.
 * https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html#map-distributed-tolerated-failure
 */
export async function mapTolerance(visit: Visit<MapState>, input: JsonValue): Promise<Tolerance> {
  const { state } = visit;
  const count = await evaluateNumber(
    visit,
    {
      name: "ToleratedFailureCount",
      value: state.ToleratedFailureCount,
      path: state.ToleratedFailureCountPath,
    },
    input,
  );
  const percentage = await evaluateNumber(
    visit,
    {
      name: "ToleratedFailurePercentage",
      value: state.ToleratedFailurePercentage,
      path: state.ToleratedFailurePercentagePath,
      kind: "float",
    },
    input,
  );
  if (count !== undefined && count < 0) {
    throw new StatesError("States.Runtime", "ToleratedFailureCount cannot be negative.");
  }
  if (percentage !== undefined && (percentage < 0 || percentage > 100)) {
    throw new StatesError("States.Runtime", "ToleratedFailurePercentage must be between 0 and 100.");
  }
  return { count, percentage };
}
