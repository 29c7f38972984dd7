import type { ReaderConfig } from "../../definition/item-reader.ts";
import type { JsonObject } from "../../json.ts";
import { readerFailure } from "../reader-failure.ts";
import { csvRows } from "./csv-rows.ts";

const delimiters = { COMMA: ",", PIPE: "|", SEMICOLON: ";", SPACE: " ", TAB: "\t" } as const;

/**
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html: "CSV headers of up to 10
 * KiB"
 */
const maxHeaderBytes = 10 * 1024;

/**
 * Returns the rows of a CSV as objects of strings. A short row's missing fields are empty, a long row's extra
 * fields are left out (recorded on AWS). Throws `States.ItemReaderFailed` for headers that are too long or
 * not unique.
 */
export async function* csvItems(
  text: AsyncIterable<string>,
  config: ReaderConfig,
): AsyncGenerator<JsonObject> {
  const given = config.CSVHeaderLocation === "GIVEN" ? (config.CSVHeaders ?? []) : undefined;
  let headers = given && checkedHeaders(given);
  for await (const row of csvRows(text, delimiters[config.CSVDelimiter ?? "COMMA"])) {
    if (headers) {
      yield rowObject(headers, row);
    } else {
      headers = checkedHeaders(row);
    }
  }
}

function checkedHeaders(headers: readonly string[]): readonly string[] {
  if (new Set(headers).size !== headers.length) {
    throw readerFailure("CSV headers cannot contain duplicates.");
  }
  const bytes = Buffer.byteLength(headers.join(","));
  if (bytes > maxHeaderBytes) {
    throw readerFailure(`CSV headers of ${bytes} bytes exceed the limit of ${maxHeaderBytes} bytes.`);
  }
  return headers;
}

function rowObject(headers: readonly string[], row: readonly string[]): JsonObject {
  return Object.fromEntries(headers.map((header, index) => [header, row[index] ?? ""]));
}
