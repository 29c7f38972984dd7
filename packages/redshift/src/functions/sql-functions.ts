import { nodesOf, textOf, type AstNode } from "../ast/query-ast.ts";
import { typed, typeOf, withAlias } from "../ast/node-type.ts";
import { isNumber, typeName, type SqlType } from "../ast/sql-type.ts";
import { notSupported, SqlError, unknownFunction } from "../errors.ts";
import { aggregates, refuseOrder } from "./aggregates.ts";
import { castMacros } from "./casts.ts";
import { conditionFunctions } from "./conditions.ts";
import { formatFunctions } from "./formats.ts";
import { dateFunctions } from "./dates.ts";
import { hashFunctions } from "./hashes.ts";
import { jsonFunctions } from "./json.ts";
import { regularExpressions } from "./regular-expressions.ts";
import { spatialFunctions } from "./spatial.ts";
import { monthFunctions } from "./months.ts";
import { numberFunctions } from "./numbers.ts";
import { operators } from "./operators.ts";
import { exactly, likeArgument, typesOf, type SqlFunction, type SqlFunctions } from "./sql-function.ts";
import { stringFunctions } from "./strings.ts";
import { windowFunctions } from "./windows.ts";

/**
 * Every function that a statement may call. What is not in this list does not exist for user SQL: this is
 * what keeps DuckDB's own functions, which read files and settings, out of reach.
 * https://docs.aws.amazon.com/redshift/latest/dg/c_SQL_functions.html
 */
const sqlFunctions: SqlFunctions = {
  // Stands around a number of many digits, see type-syntax.ts.
  redshift_number: {
    page: "r_Numeric_types201.html",
    type: likeArgument,
    column: "?column?",
    rule: ({ args }) => exactly(args, 1, "redshift_number")[0],
  },
  ...operators,
  ...conditionFunctions,
  ...numberFunctions,
  ...stringFunctions,
  ...regularExpressions,
  ...hashFunctions,
  ...jsonFunctions,
  ...spatialFunctions,
  ...dateFunctions,
  ...monthFunctions,
  ...formatFunctions,
  ...aggregates,
};

/** Every name in the lists: functions, operators as DuckDB's parser names them, and window functions. */
export const functionNames: readonly string[] = Object.keys({ ...sqlFunctions, ...windowFunctions });

/** The macros that DuckDB needs for the functions. User SQL reaches them by Redshift's names alone. */
export const macros: readonly string[] = [
  ...castMacros,
  ...Object.values({ ...sqlFunctions, ...windowFunctions }).flatMap((entry) => entry.macros ?? []),
];

/** Returns the column's name of a call: the column of `dateadd` is `date_add`. */
export function columnName(call: AstNode): string {
  const name = nameOf(call);
  return find(name, { ...sqlFunctions, ...windowFunctions })?.column ?? name;
}

export function takesDatePart(call: AstNode): boolean {
  return find(nameOf(call), sqlFunctions)?.takesDatePart === true;
}

/**
 * Returns DuckDB's expression of a call without OVER, whose arguments are translated. Throws
 * `undefined_object` for a function that is not in the list.
 */
export function translateFunction(node: AstNode, now: number): AstNode {
  const entry = find(nameOf(node), sqlFunctions);
  const qualifier = textOf(node, "schema");
  if (textOf(node, "catalog") !== "" || (qualifier !== "" && qualifier !== "main")) {
    throw notSupported(`the function ${qualifier}.${nameOf(node)}()`);
  }
  refuseOrder(node);
  if (!entry) {
    throw unknownFunction(nameOf(node));
  }
  return apply(entry, node, now);
}

/**
 * Returns DuckDB's expression of a call with OVER. Throws a `SqlError` for what only DuckDB takes: an order
 * without a frame, DISTINCT, a default of LAG.
 * https://docs.aws.amazon.com/redshift/latest/dg/c_Window_functions.html#r_Window_function_synopsis
 */
export function translateWindowFunction(node: AstNode, now: number): AstNode {
  const name = nameOf(node);
  if (textOf(node, "schema") !== "" && textOf(node, "schema") !== "main") {
    throw notSupported(`${name}() OVER`);
  }
  const entry = find(name, { ...sqlFunctions, ...windowFunctions });
  if (!entry?.over) {
    throw unknownFunction(name);
  }
  if (node["distinct"] === true && !entry.distinctOver) {
    throw notSupported(`DISTINCT in ${name.toUpperCase()} OVER`);
  }
  if (node["exclude_clause"] !== "NO_OTHER") {
    throw notSupported("EXCLUDE in a window's frame");
  }
  if (node["default_expr"] !== null && node["default_expr"] !== undefined) {
    throw new SqlError(
      "feature_not_supported",
      `Default parameter not be supported for window function ${name}`,
    );
  }
  checkFrame(node, entry.over);
  refuseOrder(node);
  return apply(entry, node, now);
}

function apply(entry: SqlFunction, node: AstNode, now: number): AstNode {
  const args = nodesOf(node, "children");
  checkArgument(entry, node, args);
  const result = entry.rule ? withAlias(entry.rule({ node, args, now }), node["alias"]) : node;
  return typed(result, entry.type(typesOf(entry.over === "ordered" ? nodesOf(result, "children") : args)));
}

/** Throws `undefined_object` for a type that the function does not take. */
function checkArgument({ takes }: SqlFunction, node: AstNode, [first]: readonly AstNode[]): void {
  const type = typeOf(first);
  if (type === undefined || (type.kind === "unknown" && takes !== "super" && takes !== "geometry")) {
    return;
  }
  if (!isTaken(type, takes)) {
    throw new SqlError("undefined_object", `function ${nameOf(node)}(${typeName(type)}) does not exist`);
  }
}

function isTaken(type: SqlType, takes: SqlFunction["takes"]): boolean {
  if (takes === "anything") {
    return true;
  }
  if (takes === "super" || takes === "geometry" || type.kind === "super" || type.kind === "geometry") {
    return type.kind === takes;
  }
  if (takes === "numbers") {
    return isNumber(type) || type.kind === "interval";
  }
  return takes !== "ordered" || type.kind !== "boolean";
}

function find(name: string, list: SqlFunctions): SqlFunction | undefined {
  return Object.hasOwn(list, name) ? list[name] : undefined;
}

function nameOf(call: AstNode): string {
  return textOf(call, "function_name").toLowerCase();
}

/**
 * Frames count ROWS alone; an aggregate with ORDER BY needs one, a ranking function takes none. LISTAGG has
 * its order in WITHIN GROUP.
 */
function checkFrame(node: AstNode, kind: "ranking" | "framed" | "ordered"): void {
  const isUsual = node["start"] === "UNBOUNDED_PRECEDING" && node["end"] === "CURRENT_ROW_RANGE";
  if (kind === "ordered" && nodesOf(node, "orders").length > 0) {
    throw new SqlError("syntax_error", `${nameOf(node)}() takes no ORDER BY in OVER`);
  }
  if (kind !== "framed") {
    if (!isUsual) {
      throw new SqlError("syntax_error", `${nameOf(node)}() takes no frame clause`);
    }
    return;
  }
  if (!isUsual) {
    const isByRows = !["start", "end"].some((bound) => /_(?:RANGE|GROUPS)$/u.test(textOf(node, bound)));
    if (!isByRows) {
      throw notSupported("a window's frame other than ROWS");
    }
    return;
  }
  if (nodesOf(node, "orders").length > 0) {
    throw new SqlError(
      "feature_not_supported",
      "Aggregate window functions with an ORDER BY clause require a frame clause",
    );
  }
}
