import type { ItemReader, ReaderConfig } from "../definition/item-reader.ts";
import type { MapState } from "../definition/state-machine-definition.ts";
import { evaluateJsonataField, evaluateNumber, evaluateTemplate } from "../state-execution/fields.ts";
import type { Visit } from "../state-execution/visit.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import type { ListingCursor } from "./listing-cursor.ts";
import { failingAsReader, readerFailure } from "./reader-failure.ts";
import { csvItems } from "./readers/csv.ts";
import { jsonItems, jsonLines } from "./readers/json.ts";
import { listObjects, objectItem } from "./readers/list-objects.ts";
import { athenaFiles, inventoryItems } from "./readers/manifest.ts";
import { objectText, type ObjectLocation, type Reading } from "./readers/object-text.ts";
import { parquetItems } from "./readers/parquet.ts";

/** Items, many at a time, with the `Map.Item.Source` that they come from. */
export type ItemSource = { chunks: AsyncIterable<readonly JsonValue[]>; source: string };

/**
 * Opens the items of an ItemReader. Nothing is read before the first item is asked for.
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
 */
export async function openItemReader(
  visit: Visit<MapState>,
  { reader, input, cursor }: { reader: ItemReader; input: JsonValue; cursor: ListingCursor },
): Promise<ItemSource> {
  const parameters = await readerParameters(visit, reader, input);
  const maxItems = await readMaxItems(visit, reader.ReaderConfig, input);
  const { chunks, source } = sourceOf(visit, { reader, parameters, cursor });
  return { chunks: take(failingAsReader(chunks, visit.signal), maxItems - cursor.items), source };
}

async function readerParameters(
  visit: Visit,
  { Arguments, Parameters }: ItemReader,
  input: JsonValue,
): Promise<JsonObject> {
  const evaluated =
    visit.language === "JSONata"
      ? await evaluateJsonataField(
          visit,
          { value: Arguments ?? {}, location: "ItemReader/Arguments" },
          { input },
        )
      : evaluateTemplate(visit, Parameters ?? {}, input);
  return isJsonObject(evaluated) ? evaluated : {};
}

/**
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html#itemreader-additional-fields
 */
async function readMaxItems(
  visit: Visit,
  config: ReaderConfig | undefined,
  input: JsonValue,
): Promise<number> {
  const limit = await evaluateNumber(
    visit,
    { name: "MaxItems", value: config?.MaxItems, path: config?.MaxItemsPath },
    input,
  );
  if (limit !== undefined && limit < 0) {
    throw readerFailure("field MaxItems must be positive");
  }
  // Zero, which a path may yield, sets no limit (recorded on AWS).
  return limit || Infinity;
}

function sourceOf(
  visit: Visit,
  { reader, parameters, cursor }: { reader: ItemReader; parameters: JsonObject; cursor: ListingCursor },
): ItemSource {
  const reading = { run: visit.run, signal: visit.signal };
  const config = reader.ReaderConfig ?? {};
  const bucket = textParameter(parameters, "Bucket");
  if (reader.Resource.endsWith(":s3:listObjectsV2")) {
    const { Prefix: prefix } = parameters;
    const objects = listObjects(reading, { bucket, ...(typeof prefix === "string" ? { prefix } : {}) });
    if (config.Transformation === "LOAD_AND_FLATTEN") {
      const items = flatten(objects, ({ key }) => objectItems(reading, { bucket, key }, config));
      return { chunks: chunked(items), source: `S3://${bucket}` };
    }
    return { chunks: mapChunks(cursor.follow(objects), objectItem), source: `S3://${bucket}` };
  }
  if (!reader.Resource.endsWith(":s3:getObject")) {
    throw readerFailure(`The ItemReader's resource '${reader.Resource}' is not supported.`);
  }
  const key = textParameter(parameters, "Key");
  const { VersionId: versionId } = parameters;
  const location = { bucket, key, ...(typeof versionId === "string" ? { versionId } : {}) };
  const source = `S3://${bucket}/${key}`;
  if (config.ManifestType === "ATHENA_DATA") {
    const files = athenaFiles(reading, location);
    return { chunks: chunked(flatten(files, (file) => objectItems(reading, file, config))), source };
  }
  if (config.InputType === "MANIFEST" || config.ManifestType === "S3_INVENTORY") {
    return { chunks: chunked(inventoryItems(reading, location)), source };
  }
  return { chunks: chunked(objectItems(reading, location, config)), source };
}

/** Returns the items inside of one object. */
function objectItems(
  reading: Reading,
  location: ObjectLocation,
  config: ReaderConfig,
): AsyncIterable<JsonValue> {
  switch (config.InputType) {
    case "CSV":
      return csvItems(objectText(reading, location), config);
    case "JSON":
      return jsonItems(objectText(reading, location), config.ItemsPointer);
    case "JSONL":
      return jsonLines(objectText(reading, location));
    case "PARQUET":
      return parquetItems(reading, location);
    case "MANIFEST":
    case undefined:
      break;
  }
  throw readerFailure(`The ItemReader's InputType ${config.InputType ?? "(none)"} is not supported here.`);
}

function textParameter(parameters: JsonObject, name: string): string {
  const value = parameters[name];
  if (typeof value === "string" && value !== "") {
    return value;
  }
  throw readerFailure(`The ItemReader's parameter '${name}' is not a string.`);
}

async function* mapChunks<T>(
  chunks: AsyncIterable<readonly T[]>,
  transform: (value: T) => JsonValue,
): AsyncGenerator<JsonValue[]> {
  for await (const chunk of chunks) {
    yield chunk.map(transform);
  }
}

/** Yields the items of each of many objects, one object after the other. */
async function* flatten<T>(
  chunks: AsyncIterable<readonly T[]>,
  expand: (value: T) => AsyncIterable<JsonValue>,
): AsyncGenerator<JsonValue> {
  for await (const chunk of chunks) {
    for (const value of chunk) {
      yield* expand(value);
    }
  }
}

/** What is passed on at once: each hand-over costs as much as an item. */
const chunkItems = 500;

async function* chunked(items: AsyncIterable<JsonValue>): AsyncGenerator<JsonValue[]> {
  let chunk: JsonValue[] = [];
  for await (const item of items) {
    chunk.push(item);
    if (chunk.length < chunkItems) {
      continue;
    }
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) {
    yield chunk;
  }
}

async function* take(
  chunks: AsyncIterable<readonly JsonValue[]>,
  count: number,
): AsyncGenerator<readonly JsonValue[]> {
  let left = count;
  if (left <= 0) {
    return;
  }
  for await (const chunk of chunks) {
    yield chunk.length > left ? chunk.slice(0, left) : chunk;
    left -= chunk.length;
    if (left <= 0) {
      return;
    }
  }
}
