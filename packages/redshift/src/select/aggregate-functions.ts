import { notSupported, SqlError } from "../sql-error.ts";
import {
  castTo,
  functionCall,
  integerConstant,
  isNode,
  nodesOf,
  textConstant,
  textOf,
  trueConstant,
  type AstNode,
} from "./query-ast.ts";

/** Aggregates whose parser form keeps the order of WITHIN GROUP. */
const orderedAggregates = new Set(["listagg", "quantile_cont", "quantile_disc"]);

/** Aggregates and window functions that give a value of their first argument's type. */
const typeKeeping = new Set(
  "min max any_value first_value last_value nth_value lag lead bit_and bit_or quantile_disc".split(" "),
);
const counting = new Set(
  "count count_star row_number rank dense_rank ntile approx_count_distinct".split(" "),
);
const floating = new Set(
  (
    "stddev stddev_samp stddev_pop variance var_samp var_pop median quantile_cont percent_rank cume_dist " +
    "sum avg"
  ).split(" "),
);

/**
 * SUM: a BIGINT of whole numbers, else of the argument's own kind. `node` is the call or the call with OVER.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_SUM.html
 */
export function sum(node: AstNode): AstNode {
  refuseOrder(node);
  return functionCall("redshift_sum", [typeWitness(onlyArgument(node)), bare(node, "sum")]);
}

/** AVG: of whole numbers a BIGINT, of DECIMAL one of its scale. https://docs.aws.amazon.com/redshift/latest/dg/r_AVG.html */
export function avg(node: AstNode): AstNode {
  refuseOrder(node);
  const parts = ["sum", "count", "avg"].map((name) => bare(node, name));
  return functionCall("redshift_avg", [typeWitness(onlyArgument(node)), ...parts]);
}

/**
 * LISTAGG: leaves out NULL and empty strings, and fails over 65,535 bytes.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_LISTAGG.html
 */
export function listagg(node: AstNode): AstNode {
  const [value, separator = textConstant("")] = nodesOf(node, "children");
  if (!value) throw new SqlError("syntax_error", "LISTAGG needs an expression");
  return functionCall("redshift_listagg", [{ ...bare(node, "list"), children: [value] }, separator]);
}

/** Throws for an ORDER BY among the arguments, which Redshift's aggregates do not have. */
export function refuseOrder(node: AstNode): void {
  const orders = isNode(node["order_bys"]) ? nodesOf(node["order_bys"], "orders") : [];
  const hasOrder = orders.length > 0 || nodesOf(node, "arg_orders").length > 0;
  if (hasOrder && !orderedAggregates.has(textOf(node, "function_name").toLowerCase())) {
    throw new SqlError("syntax_error", 'syntax error at or near "order"');
  }
}

/**
 * An expression of the same type without aggregates and windows: DuckDB chooses a macro's overload by its arguments' types, and knows
 * none of an aggregate's.
 */
export function typeWitness(node: AstNode): AstNode {
  const name = textOf(node, "function_name").toLowerCase();
  if (node["class"] === "WINDOW" || node["class"] === "FUNCTION") {
    const [first] = nodesOf(node, "children");
    if (typeKeeping.has(name) && first) return typeWitness(first);
    if (counting.has(name)) return castTo(integerConstant(1), "BIGINT");
    if (floating.has(name)) return castTo(integerConstant(1), "DOUBLE");
    if (name === "bool_and" || name === "bool_or") return trueConstant();
    if (name === "redshift_listagg") return textConstant("");
    if ((name === "redshift_sum" || name === "redshift_avg") && first) {
      const args = nodesOf(node, "children").map(() => typeWitness(first));
      return functionCall(name, args);
    }
  }
  return Object.fromEntries(
    Object.entries(node).map(([member, value]) => {
      if (Array.isArray(value))
        return [member, value.map((item) => (isNode(item) ? typeWitness(item) : item))];
      return [member, isNode(value) ? typeWitness(value) : value];
    }),
  );
}

/** The same call under another name of DuckDB's. */
function bare(node: AstNode, name: string): AstNode {
  return { ...node, function_name: name, schema: "", alias: "" };
}

function onlyArgument(node: AstNode): AstNode {
  const [argument, another] = nodesOf(node, "children");
  if (!argument || another) {
    const name = textOf(node, "function_name").toUpperCase();
    throw notSupported(`${name} of ${nodesOf(node, "children").length} arguments`);
  }
  return argument;
}
