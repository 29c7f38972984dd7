import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import { z } from "zod";
import { SqlError } from "../errors.ts";
import { behaveAsRedshift } from "./behave-as-redshift.ts";
import { asSqlError } from "./duckdb-error.ts";
import { wordingOf } from "./error-wordings.ts";
import { quoteLiteral } from "../sql/quote.ts";
import type { AstNode, Json } from "../ast/query-ast.ts";

/**
 * Reads and writes SELECT by DuckDB's own parser, and runs what needs no table: this instance may open no
 * file at all.
 */
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
  const answer = serialized.parse(JSON.parse(text, (member, value) => readMember(member, value, sql)));
  if (answer.error) {
    throw new SqlError(
      "syntax_error",
      parserMessage(answer.error_message, sql, Number(answer.position ?? 0)),
    );
  }
  const [statement, second] = answer.statements;
  if (!statement || second) {
    throw new SqlError("syntax_error", "one query is expected");
  }
  return statement.node;
}

/**
 * DuckDB's parser takes PostgreSQL's language, with some words of its own. A marker of the translation
 * represents what the statement has in its place, a number or a word, which is the marker's argument. `at` is
 * where the parser stopped.
 */
function parserMessage(message: string, sql: string, at: number): string {
  if (message.startsWith('syntax error at or near "redshift_')) {
    const near = /^redshift_\w+\(\s*(?:CAST\()?\s*'?(?<near>[\w.]+)/iu.exec(sql.slice(at))?.groups?.["near"];
    return near === undefined ? "syntax error" : `syntax error at or near "${near}"`;
  }
  const wording = wordingOf(message);
  if (wording) {
    return wording.text;
  }
  return message.startsWith("syntax error") ? message : "the query has a form that Redshift does not have";
}

async function print(connection: DuckDBConnection, query: AstNode): Promise<string> {
  const tree = { error: false, statements: [{ node: query, named_param_map: [] }] };
  return firstText(connection, `SELECT json_deserialize_sql(${quoteLiteral(JSON.stringify(tree))})`);
}

const baseTable = z.object({
  type: z.literal("BASE_TABLE"),
  table_name: z.string(),
  query_location: z.number(),
});

/**
 * Takes an unknown location out, whose 64 bits are more than a JSON number keeps.
 * Throws for a table that is named by a string, which DuckDB takes for a name or a file.
 */
function readMember(member: string, value: unknown, sql: string): unknown {
  if (member === "query_location") {
    return Number.isSafeInteger(value) ? value : 0;
  }
  const table = baseTable.safeParse(value).data;
  if (table && sql.charAt(table.query_location) === "'") {
    throw new SqlError("syntax_error", `syntax error at or near "'${table.table_name}'"`);
  }
  return value;
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
