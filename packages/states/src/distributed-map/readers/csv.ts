import { Readable } from "node:stream";
import { parse } from "csv-parse";
import type { ReaderConfig } from "../../definition/item-reader.ts";
import type { JsonObject } from "../../json.ts";
import { readerFailure } from "../reader-failure.ts";

const delimiters = { COMMA: ",", PIPE: "|", SEMICOLON: ";", SPACE: " ", TAB: "\t" } as const;

/**
 * The rows of a CSV as objects of strings. A short row's missing fields are empty, a long row's extra fields are left out
 * (recorded on AWS). https://docs.aws.amazon.com/step-functions/latest/dg/example-csv-parse-dist-map.html
 */
export async function* csvItems(
  bytes: AsyncIterable<Uint8Array>,
  config: ReaderConfig,
): AsyncGenerator<JsonObject> {
  const given = config.CSVHeaderLocation === "GIVEN" ? (config.CSVHeaders ?? []) : undefined;
  let headers = given && uniqueHeaders(given);
  const parser = parse({
    bom: true,
    delimiter: delimiters[config.CSVDelimiter ?? "COMMA"],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  });
  const source = Readable.from(bytes);
  source.on("error", (error) => parser.destroy(error));
  const rows: AsyncIterable<string[]> = source.pipe(parser);
  try {
    for await (const row of rows) {
      if (headers) yield rowObject(headers, row);
      else headers = uniqueHeaders(row);
    }
  } catch (error) {
    throw error instanceof Error && error.name === "CsvError" ? readerFailure(error.message, error) : error;
  } finally {
    source.destroy();
  }
}

function uniqueHeaders(headers: readonly string[]): readonly string[] {
  if (new Set(headers).size === headers.length) return headers;
  throw readerFailure("CSV headers cannot contain duplicates.");
}

function rowObject(headers: readonly string[], row: readonly string[]): JsonObject {
  return Object.fromEntries(headers.map((header, index) => [header, row[index] ?? ""]));
}
