import { parseJson } from "../../exact-integer.ts";
import type { JsonValue } from "../../json.ts";
import { readerFailure } from "../reader-failure.ts";
import { arrayElements } from "./json-array-elements.ts";

/**
 * Returns the items of a JSON object in S3: the elements of its array, or the entries of the array or object
 * that ItemsPointer (RFC 6901) points to.
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
 */
export async function* jsonItems(
  text: AsyncIterable<string>,
  itemsPointer: string | undefined,
): AsyncGenerator<JsonValue> {
  if (itemsPointer === undefined || itemsPointer === "") {
    for await (const element of arrayElements(text)) {
      yield parseItem(element);
    }
    return;
  }
  // A pointer may lead anywhere: the whole document is read.
  let whole = "";
  for await (const chunk of text) {
    whole += chunk;
  }
  const items = pointed(parseItem(whole), itemsPointer);
  if (!Array.isArray(items)) {
    throw readerFailure("Attempting to map over non-iterable node.");
  }
  yield* items;
}

/** Yields the JSON values of a text with one on each line. */
export async function* jsonLines(text: AsyncIterable<string>): AsyncGenerator<JsonValue> {
  let rest = "";
  for await (const chunk of text) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line.trim() !== "") {
        yield parseItem(line);
      }
    }
  }
  if (rest.trim() !== "") {
    yield parseItem(rest);
  }
}

/** Parses the JSON of an item or a manifest. Throws `States.ItemReaderFailed`. */
export function parseItem(text: string): JsonValue {
  try {
    return parseJson(text);
  } catch (error) {
    throw readerFailure(`The object in S3 is not valid JSON: ${String(error)}`, error);
  }
}

function pointed(document: JsonValue, pointer: string): JsonValue | undefined {
  let value: JsonValue | undefined = document;
  for (const token of pointer.split("/").slice(1)) {
    const name = token.replaceAll("~1", "/").replaceAll("~0", "~");
    value = Object(value)[name];
  }
  return value;
}
