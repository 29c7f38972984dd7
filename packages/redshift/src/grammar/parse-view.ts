import { notSupported, SqlError } from "../errors.ts";
import type { Statement } from "./statement.ts";
import { TokenReader } from "../sql/token-reader.ts";

const noSchemaBinding = ["with", "no", "schema", "binding"];

/**
 * Parses `CREATE [OR REPLACE] VIEW …`, after these words. A view on external tables must be late bound.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_VIEW.html
 */
export function parseCreateView(reader: TokenReader, sql: string, orReplace: boolean): Statement {
  const view = reader.qualifiedName();
  const columns = reader.peek()?.text === "(" ? reader.list(() => reader.identifier()) : [];
  reader.expectWords("as");
  const tokens = reader.rest();
  const ending = tokens.slice(-noSchemaBinding.length);
  const lateBound =
    ending.length === noSchemaBinding.length &&
    ending.every((token, index) => token.kind === "word" && token.text === noSchemaBinding[index]);
  if (!lateBound) {
    throw new SqlError(
      "feature_not_supported",
      `the view "${view.name}" needs WITH NO SCHEMA BINDING: views bound to a schema are not supported by this warehouse`,
    );
  }
  const body = tokens.slice(0, -noSchemaBinding.length);
  const [first, last] = [body[0], body.at(-1)];
  if (!first || !last) {
    throw new SqlError("syntax_error", `the view "${view.name}" has no query`);
  }
  if (first.text !== "select" && first.text !== "with" && first.text !== "(") {
    throw new TokenReader(body).unexpected();
  }
  return { kind: "createView", view, orReplace, columns, query: sql.slice(first.start, last.end) };
}

/**
 * Parses `DROP VIEW …`, after these words. https://docs.aws.amazon.com/redshift/latest/dg/r_DROP_VIEW.html
 */
export function parseDropView(reader: TokenReader): Statement {
  const ifExists = reader.takeWords("if", "exists");
  const view = reader.qualifiedName();
  if (reader.takeSymbol(",")) {
    throw notSupported("DROP VIEW of several views");
  }
  if (!reader.takeWords("cascade")) {
    reader.takeWords("restrict");
  }
  reader.expectEnd();
  return { kind: "dropView", view, ifExists };
}
