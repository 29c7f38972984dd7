import { SqlError } from "../sql-error.ts";

/** `Binder Error: …`: how DuckDB begins its messages, some behind what failed. INTERNAL and FATAL ones are faults and stay what they are. */
const queryFailure = /^(?:Failed to [a-z ]+: )?(?!INTERNAL|FATAL)[A-Z][A-Za-z -]* Error: (?<message>[^\n]*)/u;

/** DuckDB's refusal or failure of a query as a failure of the statement; another error as it is. */
export function asSqlError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof SqlError) return error;
  const message = queryFailure.exec(error.message)?.groups?.["message"];
  return message === undefined ? error : new SqlError("query_failed", message, { cause: error });
}
