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

/** https://docs.aws.amazon.com/redshift/latest/dg/r_DATEADD_function.html, r_DATEDIFF_function.html, r_DATE_PART_function.html */
const defaultNames: Record<string, string> = {
  count_star: "count",
  approx_count_distinct: "count",
  dateadd: "date_add",
  datediff: "date_diff",
  date_part: "pgdate_part",
  redshift_extract: "date_part",
  quantile_cont: "percentile_cont",
  quantile_disc: "percentile_disc",
};

function functionName(node: AstNode): string {
  const name = textOf(node, "function_name").toLowerCase();
  if (Object.hasOwn(defaultNames, name)) return defaultNames[name] ?? name;
  if (node["is_operator"] === true || !/^[a-z_]/u.test(name)) return "?column?";
  return name;
}
