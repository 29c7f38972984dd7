import { isNode, textOf, textsOf, type AstNode } from "../ast/query-ast.ts";
import { withAlias } from "../ast/node-type.ts";
import { columnName } from "../functions/sql-functions.ts";

/**
 * Gives a select item without alias the name that Redshift gives it: a function's own name, a cast's column, `case`, otherwise
 * `?column?`. DuckDB would name it by its text.
 */
export function nameOutputs(original: AstNode, translated: AstNode): AstNode {
  if (textOf(original, "alias") !== "") {
    return translated;
  }
  if (original["class"] === "STAR") {
    return translated;
  }
  const bare = original["class"] === "COLUMN_REF" && translated["class"] === "COLUMN_REF";
  return bare ? translated : withAlias(translated, outputName(original));
}

function outputName(node: AstNode): string {
  switch (textOf(node, "class")) {
    case "COLUMN_REF":
      return textsOf(node, "column_names").at(-1) ?? "?column?";
    case "FUNCTION":
    case "WINDOW":
      return functionName(node);
    case "CASE":
      return "case";
    case "CAST":
      return isNode(node["child"]) ? outputName(node["child"]) : "?column?";
    case "OPERATOR":
      return node["type"] === "OPERATOR_COALESCE" ? "coalesce" : "?column?";
    default:
      return "?column?";
  }
}

function functionName(node: AstNode): string {
  const name = columnName(node);
  return node["is_operator"] === true || !/^[a-z_]/u.test(name) ? "?column?" : name;
}
