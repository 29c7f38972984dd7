import type { DuckDBConnection } from "@duckdb/node-api";
import { addDigest } from "./digest.ts";
import { macros } from "../functions/sql-functions.ts";

const settings = [
  "TimeZone = 'UTC'",
  // Redshift divides whole numbers to whole numbers and sorts NULL as the greatest value.
  "integer_division = true",
  "default_null_order = 'nulls_last_on_asc_first_on_desc'",
];

/**
 * What comes last: no setting can be changed any longer, and no file can be opened except those allowed
 * before.
 */
const locks = [
  "autoinstall_known_extensions = false",
  "autoload_known_extensions = false",
  "enable_external_access = false",
  "lock_configuration = true",
];

/** Makes a DuckDB evaluate expressions as Redshift does, and locks it. */
export async function behaveAsRedshift(connection: DuckDBConnection): Promise<void> {
  for (const setting of settings) {
    await connection.run(`SET ${setting}`);
  }
  addDigest(connection);
  for (const macro of macros) {
    await connection.run(macro);
  }
  for (const lock of locks) {
    await connection.run(`SET ${lock}`);
  }
}
