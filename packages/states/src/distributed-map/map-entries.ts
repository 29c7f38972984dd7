import type { MapState } from "../definition/state-machine-definition.ts";
import type { Visit } from "../state-execution/visit.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import { StatesError } from "../states-error.ts";
import { mapItemsOrEntries, notAnArray, selectItem } from "../state-execution/map-fields.ts";
import { openItemReader } from "./item-reader.ts";
import type { ListingCursor } from "./listing-cursor.ts";

/** One item before ItemSelector, with `Map.Item` of the context object. */
export type Entry = { value: JsonValue; context: JsonObject };

/** Returns the items of the state's input: an array's elements or, in JSONata, an object's members. */
export async function givenEntries(visit: Visit<MapState>, input: JsonValue): Promise<Entry[]> {
  const items = await mapItemsOrEntries(visit, input);
  const Source = "STATE_DATA";
  if (Array.isArray(items)) {
    return items.map((Value, Index) => ({ value: Value, context: { Index, Value, Source } }));
  }
  if (visit.language === "JSONata") {
    if (!isJsonObject(items)) {
      throw notAnArray(visit, items);
    }
    return Object.entries(items).map(([Key, Value], Index) => ({
      value: Value,
      context: { Index, Key, Value, Source },
    }));
  }
  throw new StatesError(
    "States.Runtime",
    `Reference path "${visit.state.ItemsPath ?? "$"}" must point to array.`,
  );
}

/** Where a map's items come from: its input, or its ItemReader from a place on. */
export type MapSource = { input: JsonValue; given: readonly Entry[] | undefined; cursor: ListingCursor };

/** Returns what ItemSelector makes of the items, given or read, many at a time. */
export async function* selectedItems(
  visit: Visit<MapState>,
  from: MapSource,
): AsyncGenerator<readonly JsonValue[]> {
  const { input, given } = from;
  if (!hasSelector(visit)) {
    if (given) {
      yield given.map(({ value }) => value);
    } else {
      for await (const { chunk } of readChunks(visit, from)) {
        yield chunk;
      }
    }
    return;
  }
  const chunks = given ? [given] : readEntries(visit, from);
  for await (const entries of chunks) {
    const selected: JsonValue[] = [];
    for (const { value, context } of entries) {
      const item = selectItem({ ...visit, mapContext: { Item: context } }, input, value);
      selected.push(item instanceof Promise ? await item : item);
    }
    yield selected;
  }
}

function hasSelector({ state, language }: Visit<MapState>): boolean {
  return state.ItemSelector !== undefined || (language === "JSONPath" && state.Parameters !== undefined);
}

async function* readEntries(visit: Visit<MapState>, from: MapSource): AsyncGenerator<Entry[]> {
  let read = from.cursor.items;
  for await (const { chunk, source: Source } of readChunks(visit, from)) {
    const first = read;
    read += chunk.length;
    yield chunk.map((Value, at) => ({ value: Value, context: { Index: first + at, Value, Source } }));
  }
}

async function* readChunks(
  visit: Visit<MapState>,
  { input, cursor }: MapSource,
): AsyncGenerator<{ chunk: readonly JsonValue[]; source: string }> {
  const { ItemReader: reader } = visit.state;
  if (!reader) {
    return;
  }
  const { chunks, source } = await openItemReader(visit, { reader, input, cursor });
  for await (const chunk of chunks) {
    yield { chunk, source };
  }
}
