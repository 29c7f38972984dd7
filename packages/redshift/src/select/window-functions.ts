import { notSupported, SqlError, unknownFunction } from "../sql-error.ts";
import { avg, listagg, refuseOrder, sum } from "./aggregate-functions.ts";
import { nodesOf, textOf, type AstNode } from "./query-ast.ts";

/** https://docs.aws.amazon.com/redshift/latest/dg/c_Window_functions.html: those that take no frame. */
const ranking = new Set("row_number rank dense_rank percent_rank cume_dist ntile lag lead".split(" "));
const framed = new Set(
  (
    "first_value last_value nth_value count count_star min max median stddev stddev_samp stddev_pop variance var_samp var_pop bool_and " +
    "bool_or bit_and bit_or any_value sum avg listagg"
  ).split(" "),
);

/**
 * A call with OVER, as DuckDB has it. Throws a `SqlError` for what only DuckDB takes: an order without a frame, DISTINCT, a default of LAG.
 * https://docs.aws.amazon.com/redshift/latest/dg/c_Window_functions.html#r_Window_function_synopsis
 */
export function translateWindowFunction(node: AstNode): AstNode {
  const name = textOf(node, "function_name").toLowerCase();
  if (textOf(node, "schema") !== "" && textOf(node, "schema") !== "main")
    throw notSupported(`${name}() OVER`);
  if (!ranking.has(name) && !framed.has(name)) throw unknownFunction(name);
  if (node["distinct"] === true) throw notSupported(`DISTINCT in ${name.toUpperCase()} OVER`);
  if (node["exclude_clause"] !== "NO_OTHER") throw notSupported("EXCLUDE in a window's frame");
  if (node["default_expr"] !== null && node["default_expr"] !== undefined) {
    throw new SqlError(
      "feature_not_supported",
      `Default parameter not be supported for window function ${name}`,
    );
  }
  checkFrame(node, name);
  const alias = node["alias"] ?? "";
  if (name === "listagg") return { ...listagg(node), alias };
  refuseOrder(node);
  if (name === "sum") return { ...sum(node), alias };
  if (name === "avg") return { ...avg(node), alias };
  return node;
}

/** Frames count ROWS alone; an aggregate with ORDER BY needs one, a ranking function takes none. LISTAGG has its order in WITHIN GROUP. */
function checkFrame(node: AstNode, name: string): void {
  const isUsual = node["start"] === "UNBOUNDED_PRECEDING" && node["end"] === "CURRENT_ROW_RANGE";
  if (ranking.has(name)) {
    if (!isUsual) throw new SqlError("syntax_error", `${name}() takes no frame clause`);
    return;
  }
  if (!isUsual) {
    const isByRows = !["start", "end"].some((bound) => /_(?:RANGE|GROUPS)$/u.test(textOf(node, bound)));
    if (!isByRows) throw notSupported("a window's frame other than ROWS");
    return;
  }
  if (nodesOf(node, "orders").length > 0) {
    throw new SqlError(
      "feature_not_supported",
      "Aggregate window functions with an ORDER BY clause require a frame clause",
    );
  }
}
