import type { Examples } from "./examples/example.ts";
import { conditions, operators } from "./examples/operators.ts";
import { numbers } from "./examples/numbers.ts";
import { texts } from "./examples/texts.ts";
import { geometries, hashes, json } from "./examples/documents.ts";
import { dates } from "./examples/dates.ts";
import { aggregates } from "./examples/aggregates.ts";
import { windows } from "./examples/windows.ts";

/**
 * Examples of each function, by the name in the list of functions. Values are those of AWS's pages or follow
 * from their rules: https://docs.aws.amazon.com/redshift/latest/dg/c_SQL_functions.html
 */
export const examples: Record<string, Examples> = {
  operators,
  conditions,
  numbers,
  texts,
  hashes,
  json,
  geometries,
  dates,
  aggregates,
  windows,
};
