import { notSupported, SqlError, syntaxError } from "../errors.ts";
import { parseAlterTable } from "./parse-alter-table.ts";
import { parseCreateExternalSchema, parseCreateSchema, parseDropSchema } from "./parse-external-schema.ts";
import { parseCreateExternalTable } from "./parse-external-table.ts";
import { parseDelete } from "./parse-delete.ts";
import { parseMerge } from "./parse-merge.ts";
import { parseCreateTable, parseDropTable, parseInsert } from "./parse-table.ts";
import { parseUnload } from "./parse-unload.ts";
import { parseUpdate } from "./parse-update.ts";
import { parseCreateView, parseDropView } from "./parse-view.ts";
import type { Statement } from "./statement.ts";
import { TokenReader } from "../sql/token-reader.ts";
import type { Token } from "../sql/tokenize.ts";

/**
 * Reads one statement.
 * Throws `syntax_error`, or `feature_not_supported` naming what this warehouse does not have.
 * https://docs.aws.amazon.com/redshift/latest/dg/c_SQL_commands.html
 */
export function parseStatement(tokens: readonly Token[], sql: string): Statement {
  const reader = new TokenReader(tokens);
  const first = reader.peek();
  if (!first) {
    throw new SqlError("syntax_error", "the statement is empty");
  }
  if (first.text === "(" && first.kind === "symbol") {
    return { kind: "select", tokens };
  }
  if (first.kind !== "word") {
    throw syntaxError(first.text, first.start);
  }
  switch (first.text) {
    case "select":
      return { kind: "select", tokens };
    case "with":
      return parseWith(tokens);
    case "unload":
      return parseUnload(reader);
    case "create":
      return parseCreate(reader, sql);
    case "insert":
      return parseInsert(reader);
    case "delete":
    case "truncate":
      return parseDelete(reader, []);
    case "update":
      return parseUpdate(reader, []);
    case "merge":
      return parseMerge(reader);
    case "alter":
      return parseAlterTable(reader);
    case "drop":
      return parseDrop(reader);
    default:
      throw knownStatements.has(first.text)
        ? notSupported(first.text.toUpperCase())
        : syntaxError(first.text, first.start);
  }
}

/** First words of Redshift statements that this warehouse refuses by name. */
const knownStatements = new Set(
  (
    "abort analyze attach begin call cancel close comment commit copy deallocate declare desc describe detach end execute " +
    "explain fetch grant install load lock prepare pragma refresh reset revoke rollback set show start " +
    "use vacuum values export import checkpoint"
  ).split(" "),
);

/**
 * A WITH clause stands before SELECT, UPDATE and DELETE.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_WITH_clause.html
 */
function parseWith(tokens: readonly Token[]): Statement {
  const at = endOfWith(tokens);
  const verb = tokens[at];
  if (verb?.kind === "word" && (verb.text === "insert" || verb.text === "merge")) {
    throw syntaxError(verb.text, verb.start);
  }
  const reader = new TokenReader(tokens.slice(at));
  if (verb?.kind === "word" && verb.text === "update") {
    return parseUpdate(reader, tokens.slice(0, at));
  }
  if (verb?.kind === "word" && verb.text === "delete") {
    return parseDelete(reader, tokens.slice(0, at));
  }
  return { kind: "select", tokens };
}

/** Returns where the statement behind a WITH clause begins: at the first of the words that begin one. */
function endOfWith(tokens: readonly Token[]): number {
  let depth = 0;
  return tokens.findIndex(({ kind, text }) => {
    depth += kind === "symbol" ? Number(text === "(") - Number(text === ")") : 0;
    return depth === 0 && kind === "word" && ["select", "insert", "update", "delete", "merge"].includes(text);
  });
}

/** LOCAL has no effect: https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_TABLE_NEW.html */
const temporaryTable = [
  ["create", "temporary", "table"],
  ["create", "temp", "table"],
  ["create", "local", "temporary", "table"],
  ["create", "local", "temp", "table"],
];

function parseCreate(reader: TokenReader, sql: string): Statement {
  if (reader.takeWords("create", "external", "schema")) {
    return parseCreateExternalSchema(reader);
  }
  if (reader.takeWords("create", "external", "table")) {
    return parseCreateExternalTable(reader);
  }
  if (reader.takeWords("create", "schema")) {
    return parseCreateSchema(reader);
  }
  if (reader.takeWords("create", "table")) {
    return parseCreateTable(reader, sql, false);
  }
  for (const words of temporaryTable) {
    if (reader.takeWords(...words)) {
      return parseCreateTable(reader, sql, true);
    }
  }
  if (reader.takeWords("create", "or", "replace", "view")) {
    return parseCreateView(reader, sql, true);
  }
  if (reader.takeWords("create", "view")) {
    return parseCreateView(reader, sql, false);
  }
  throw notSupported(named(reader));
}

function parseDrop(reader: TokenReader): Statement {
  if (reader.takeWords("drop", "schema")) {
    return parseDropSchema(reader);
  }
  if (reader.takeWords("drop", "table")) {
    return parseDropTable(reader);
  }
  if (reader.takeWords("drop", "view")) {
    return parseDropView(reader);
  }
  throw notSupported(named(reader));
}

/** `CREATE MATERIALIZED VIEW`: the words that name a statement which is not supported. */
function named(reader: TokenReader): string {
  const words = reader.rest().slice(0, 3);
  return words
    .filter((token) => token.kind === "word")
    .map((token) => token.text.toUpperCase())
    .join(" ");
}
