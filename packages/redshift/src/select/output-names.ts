import { textOf, textsOf, isNode, type AstNode } from "./query-ast.ts";

/**
 * Gives a select item without alias the name that Redshift gives it: a function's own name, a cast's column, `case`, otherwise
 * `?column?`. DuckDB would name it by its text.
 */
export function nameOutputs(original: AstNode, translated: AstNode): AstNode {
  if (textOf(original, "alias") !== "") return translated;
  if (original["class"] === "STAR") return translated;
  const bare = original["class"] === "COLUMN_REF" && translated["class"] === "COLUMN_REF";
  return bare ? translated : { ...translated, alias: outputName(original) };
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
  const name = textOf(node, "function_name").toLowerCase();
  if (name === "count_star" || name === "approx_count_distinct") return "count";
  if (node["is_operator"] === true || !/^[a-z_]/u.test(name)) return "?column?";
  return name;
}
