import {
  castTo,
  functionCall,
  isNode,
  nodesOf,
  textConstant,
  textOf,
  type AstNode,
} from "../ast/query-ast.ts";
import { typeOf } from "../ast/node-type.ts";
import { isWholeNumber, type SqlType } from "../ast/sql-type.ts";
import { notSupported, SqlError } from "../errors.ts";
import { bigint, boolean, double, likeArgument, text, type SqlFunctions } from "./sql-function.ts";

const framed = { over: "framed" } as const;
/** Aggregates of numbers alone. */
const ofNumbers = { takes: "numbers", ...framed } as const;

/** https://docs.aws.amazon.com/redshift/latest/dg/c_Aggregate_Functions.html */
export const aggregates: SqlFunctions = {
  any_value: { page: "r_ANY_VALUE.html", type: likeArgument, ...framed },
  // What the parser makes of APPROXIMATE COUNT(DISTINCT x).
  approx_count_distinct: { page: "r_COUNT.html", type: bigint, column: "count" },
  avg: { page: "r_AVG.html", type: totalType, rule: ({ node }) => average(node), ...ofNumbers },
  bit_and: { page: "r_BIT_AND.html", type: likeArgument, ...framed },
  bit_or: { page: "r_BIT_OR.html", type: likeArgument, ...framed },
  bool_and: { page: "r_BOOL_AND.html", type: boolean, ...framed },
  bool_or: { page: "r_BOOL_OR.html", type: boolean, ...framed },
  count: { page: "r_COUNT.html", type: bigint, takes: "anything", ...framed },
  count_star: { page: "r_COUNT.html", type: bigint, column: "count", ...framed },
  grouping: { page: "r_GROUP_BY_aggregation-extensions.html", type: bigint },
  listagg: {
    page: "r_LISTAGG.html",
    type: text,
    distinctOver: true,
    rule: ({ node }) => listagg(node),
    macros: [
      `CREATE MACRO redshift_listagg_text(texts, separator) AS
         CASE WHEN strlen(array_to_string(texts, separator)) > 65535 THEN error('redshift: Result size exceeds LISTAGG limit')
           ELSE nullif(array_to_string(texts, separator), '') END`,
      // NULL and empty strings are left out.
      `CREATE MACRO redshift_listagg(items, separator) AS redshift_listagg_text(
         list_filter(list_transform(items, lambda item: redshift_text(item)), lambda item: item <> ''), separator)`,
    ],
    ...framed,
  },
  max: { page: "r_MAX.html", type: likeArgument, takes: "ordered", ...framed },
  median: { page: "r_MEDIAN.html", type: double, ...ofNumbers },
  min: { page: "r_MIN.html", type: likeArgument, takes: "ordered", ...framed },
  // With OVER; without it the parser makes the next two of them.
  percentile_cont: {
    page: "r_WF_PERCENTILE_CONT.html",
    type: double,
    rule: ({ node }) => percentile("quantile_cont", node),
    over: "ordered",
  },
  percentile_disc: {
    page: "r_WF_PERCENTILE_DISC.html",
    type: likeArgument,
    rule: ({ node }) => percentile("quantile_disc", node),
    over: "ordered",
  },
  // What the parser makes of PERCENTILE_CONT(p) WITHIN GROUP (ORDER BY x), x being the first argument.
  quantile_cont: { page: "r_PERCENTILE_CONT.html", type: double, column: "percentile_cont" },
  quantile_disc: {
    page: "r_APPROXIMATE_PERCENTILE_DISC.html",
    type: likeArgument,
    column: "percentile_disc",
  },
  stddev: { page: "r_STDDEV_functions.html", type: double, ...ofNumbers },
  stddev_pop: { page: "r_STDDEV_functions.html", type: double, ...ofNumbers },
  stddev_samp: { page: "r_STDDEV_functions.html", type: double, ...ofNumbers },
  sum: { page: "r_SUM.html", type: totalType, rule: ({ node }) => total(node), ...ofNumbers },
  var_pop: { page: "r_VARIANCE_functions.html", type: double, ...ofNumbers },
  var_samp: { page: "r_VARIANCE_functions.html", type: double, ...ofNumbers },
  variance: { page: "r_VARIANCE_functions.html", type: double, ...ofNumbers },
};

/** Aggregates whose parser form keeps the order of WITHIN GROUP. */
const orderedAggregates = new Set(
  "listagg quantile_cont quantile_disc percentile_cont percentile_disc".split(" "),
);

/** Throws for an ORDER BY among the arguments, which Redshift's aggregates do not have. */
export function refuseOrder(node: AstNode): void {
  const orders = isNode(node["order_bys"]) ? nodesOf(node["order_bys"], "orders") : [];
  const hasOrder = orders.length > 0 || nodesOf(node, "arg_orders").length > 0;
  if (hasOrder && !orderedAggregates.has(textOf(node, "function_name").toLowerCase())) {
    throw new SqlError("syntax_error", 'syntax error at or near "order"');
  }
}

/**
 * Returns a BIGINT for whole numbers, a DECIMAL of 38 digits for DECIMAL, a DOUBLE PRECISION for
 * floating-point numbers.
 */
function totalType([type]: readonly (SqlType | undefined)[]): SqlType | undefined {
  if (isWholeNumber(type)) {
    return { kind: "bigint" };
  }
  return type?.kind === "decimal" ? { ...type, precision: 38 } : { kind: "double" };
}

/** `node` is the call or the call with OVER. https://docs.aws.amazon.com/redshift/latest/dg/r_SUM.html */
function total(node: AstNode): AstNode {
  const sum = under("sum", node);
  return isWholeNumber(typeOf(onlyArgument(node))) ? castTo(sum, "BIGINT") : sum;
}

/**
 * AVG of whole numbers cuts the fraction, of DECIMAL it keeps the scale.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_AVG.html
 */
function average(node: AstNode): AstNode {
  const type = typeOf(onlyArgument(node));
  const [sum, count, average] = [under("sum", node), under("count", node), under("avg", node)];
  if (isWholeNumber(type)) {
    return castTo(functionCall("//", [sum, count], { is_operator: true }), "BIGINT");
  }
  return functionCall("cast_to_type", [average, sum]);
}

/** Fails over 65,535 bytes. https://docs.aws.amazon.com/redshift/latest/dg/r_LISTAGG.html */
function listagg(node: AstNode): AstNode {
  const [value, separator = textConstant("")] = nodesOf(node, "children");
  if (!value) {
    throw new SqlError("syntax_error", "LISTAGG needs an expression");
  }
  return functionCall("redshift_listagg", [{ ...under("list", node), children: [value] }, separator]);
}

/**
 * `PERCENTILE_CONT(p) WITHIN GROUP (ORDER BY x) OVER (PARTITION BY …)`. DuckDB takes a negative p for a
 * descending order.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_WF_PERCENTILE_CONT.html
 */
function percentile(name: string, node: AstNode): AstNode {
  const [order, another] = nodesOf(node, "arg_orders");
  const [part] = nodesOf(node, "children");
  const value = order?.["expression"];
  if (!part || !isNode(value) || another || node["class"] !== "WINDOW") {
    throw new SqlError("syntax_error", "WITHIN GROUP is required for a percentile");
  }
  const isDescending = order?.["type"] === "DESCENDING";
  const children = [value, isDescending ? functionCall("-", [part], { is_operator: true }) : part];
  return { ...under(name, node), children, arg_orders: [] };
}

/** Returns the same call under another name of DuckDB's. */
function under(name: string, node: AstNode): AstNode {
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
