import { DuckDBTypeId, type DuckDBConnection, type DuckDBType, type DuckDBValue } from "@duckdb/node-api";
import type { OutputColumn } from "../select/scope.ts";
import { SqlError } from "../errors.ts";
import type { Field } from "../statements/result-page.ts";
import type { Outcome } from "../statements/statement-runner.ts";
import type { StatementStore } from "../statements/statement-store.ts";
import { columnMetadata } from "../query/column-metadata.ts";
import type { PreparedQuery } from "../query/prepare-query.ts";
import { charField, geometryField, integerField, recordField } from "./record-field.ts";

/**
 * https://docs.aws.amazon.com/redshift/latest/mgmt/data-api.html (Considerations): of the whole result, and
 * of one row
 */
const largestResultBytes = 500 * 1024 * 1024;
const largestRowBytes = 64 * 1024;

/** Pages are cut at whichever comes first. */
const pageRows = 1_000;
const pageBytes = 1024 * 1024;

const integerTypes = new Set([DuckDBTypeId.TINYINT, DuckDBTypeId.SMALLINT, DuckDBTypeId.INTEGER]);

/**
 * Runs a SELECT and keeps its result, page by page as DuckDB returns it. Throws `result_too_large` over the
 * Data API's limits.
 */
export async function runSelect(
  connection: DuckDBConnection,
  { sql, outputs }: Pick<PreparedQuery, "sql" | "outputs">,
  { store, statementId }: { store: StatementStore; statementId: string },
): Promise<Outcome> {
  const result = await connection.stream(sql);
  const types = result.columnTypes();
  const names = result.columnNames();
  const known = outputs?.length === names.length ? outputs : [];
  const columns = names.map((name, index) => columnMetadata(name, typeAt(types, index), known[index]));
  const toFields = types.map((type, index) => fieldMaker(type, known[index]));
  store.saveColumns(statementId, columns);
  const pages = new ResultPages(store, statementId);
  try {
    for await (const rows of result.yieldRows()) {
      for (const row of rows) {
        pages.add(row.map((value, index) => (toFields[index] ?? recordField)(value)));
      }
    }
    return pages.finish();
  } catch (error) {
    store.deleteResult(statementId);
    throw error;
  }
}

function fieldMaker(type: DuckDBType, output: OutputColumn | undefined): (value: DuckDBValue) => Field {
  if (output?.type?.kind === "char") {
    return charField(output.type.bytes);
  }
  if (output?.type?.kind === "geometry") {
    return geometryField;
  }
  return integerTypes.has(type.typeId) ? integerField : recordField;
}

function typeAt(types: readonly DuckDBType[], index: number): DuckDBType {
  const type = types[index];
  if (!type) {
    throw new RangeError(`the result has no column ${index}`);
  }
  return type;
}

/** Gathers records into pages of the store. */
class ResultPages {
  readonly #store: StatementStore;
  readonly #statementId: string;
  #records: string[] = [];
  #recordsBytes = 0;
  #page = 0;
  #rows = 0;
  #bytes = 0;

  constructor(store: StatementStore, statementId: string) {
    this.#store = store;
    this.#statementId = statementId;
  }

  add(record: Field[]): void {
    const text = JSON.stringify(record);
    const bytes = Buffer.byteLength(text);
    if (bytes > largestRowBytes) {
      throw new SqlError(
        "result_too_large",
        `row ${this.#rows + 1} of the result has ${bytes} bytes, over the Data API's 64 KB`,
      );
    }
    this.#records.push(text);
    this.#recordsBytes += bytes;
    this.#rows += 1;
    this.#bytes += bytes;
    if (this.#bytes > largestResultBytes) {
      throw new SqlError(
        "result_too_large",
        "the result is over the Data API's 500 MB: narrow the query or use UNLOAD",
      );
    }
    if (this.#records.length >= pageRows || this.#recordsBytes >= pageBytes) {
      this.#flush();
    }
  }

  finish(): Outcome {
    if (this.#records.length > 0 || this.#page === 0) {
      this.#flush();
    }
    return { resultRows: this.#rows, resultSize: this.#bytes, hasResultSet: true };
  }

  #flush(): void {
    this.#store.savePage(this.#statementId, this.#page, `[${this.#records.join(",")}]`);
    this.#records = [];
    this.#recordsBytes = 0;
    this.#page += 1;
  }
}
