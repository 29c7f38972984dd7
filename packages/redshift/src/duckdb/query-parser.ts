import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import { z } from "zod";
import { SqlError } from "../sql-error.ts";
import { behaveAsRedshift } from "./behave-as-redshift.ts";
import { asSqlError } from "./duckdb-error.ts";
import { quoteLiteral } from "../sql/quote.ts";
import type { AstNode, Json } from "../select/query-ast.ts";

/** Reads and writes SELECT by DuckDB's own parser, and runs what needs no table: this instance may open no file at all. */
export type QueryParser = {
  /** The query node of one SELECT. Throws `syntax_error`. */
  parse(sql: string): Promise<AstNode>;
  /** The SQL of a query node. */
  print(query: AstNode): Promise<string>;
  /** The first column of a query on constants. */
  evaluate(sql: string): Promise<Json[]>;
  close(): void;
};

const serialized = z.union([
  z.object({ error: z.literal(true), error_message: z.string(), position: z.string().optional() }),
  z.object({
    error: z.literal(false),
    statements: z.array(z.object({ node: z.record(z.string(), z.json()) })),
  }),
]);

export async function openQueryParser(): Promise<QueryParser> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1", memory_limit: "512MB" });
  const connection = await instance.connect();
  await behaveAsRedshift(connection);
  return {
    parse: (sql) => parse(connection, sql),
    print: (query) => print(connection, query),
    evaluate: (sql) => firstColumn(connection, sql),
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

async function parse(connection: DuckDBConnection, sql: string): Promise<AstNode> {
  const text = await firstText(connection, `SELECT json_serialize_sql(${quoteLiteral(sql)})`);
  const answer = serialized.parse(JSON.parse(text, withoutLocations));
  if (answer.error) throw new SqlError("syntax_error", answer.error_message);
  const [statement, second] = answer.statements;
  if (!statement || second) throw new SqlError("syntax_error", "one query is expected");
  return statement.node;
}

async function print(connection: DuckDBConnection, query: AstNode): Promise<string> {
  const tree = { error: false, statements: [{ node: query, named_param_map: [] }] };
  return firstText(connection, `SELECT json_deserialize_sql(${quoteLiteral(JSON.stringify(tree))})`);
}

/** Locations are of 64 bits, more than a JSON number keeps, and of no use after rewriting. */
function withoutLocations(member: string, value: unknown): unknown {
  return member === "query_location" ? 0 : value;
}

async function firstText(connection: DuckDBConnection, sql: string): Promise<string> {
  const rows = await run(connection, sql);
  return z.string().parse(rows[0]?.[0]);
}

async function firstColumn(connection: DuckDBConnection, sql: string): Promise<Json[]> {
  const rows = await run(connection, sql);
  return rows.map((row) => z.json().parse(row[0]));
}

async function run(connection: DuckDBConnection, sql: string): Promise<unknown[][]> {
  try {
    const reader = await connection.runAndReadAll(sql);
    return reader.getRowsJson();
  } catch (error) {
    throw asSqlError(error);
  }
}
