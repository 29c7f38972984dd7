import { notSupported, SqlError } from "../errors.ts";
import { duckdbTypeOf, typed, typeOf, withAlias } from "../ast/node-type.ts";
import type { SqlType } from "../ast/sql-type.ts";
import { translateBareName } from "../functions/dates.ts";
import { castExpression } from "../functions/casts.ts";
import { coerce, coerceSides, unify, unifyCase } from "../functions/coerce.ts";
import { compareTexts } from "../functions/compared-text.ts";
import { takesDatePart, translateFunction, translateWindowFunction } from "../functions/sql-functions.ts";
import { expandRowComparison, expandRowIn, isRow } from "./rows.ts";
import { withColumnTypes } from "./set-operations.ts";
import { hasColumn, leadsIntoSuper, outputsOf, typedColumn, type Scope } from "./scope.ts";
import { isExpression, isNode, nodesOf, textOf, textsOf, type AstNode, type Json } from "../ast/query-ast.ts";
import { sizedTypePrefix } from "./type-syntax.ts";

export type ExpressionContext = {
  /** The statement's start, in milliseconds since 1970: what GETDATE() returns. */
  now: number;
  scope: Scope;
  /** The expressions of the select list by their names, where a later one can name an earlier one. */
  aliases: ReadonlyMap<string, AstNode>;
  /** Schemas whose name may stand before a table's in a column reference. */
  isSchema(name: string): boolean;
  /** The database at hand, which can stand before a schema. */
  database: string;
  /** Translates the query within a subquery of an expression in the scope. */
  translateQuery(query: AstNode, scope: Scope): AstNode;
};

const operators = new Set([
  "OPERATOR_NOT",
  "OPERATOR_IS_NULL",
  "OPERATOR_IS_NOT_NULL",
  "OPERATOR_COALESCE",
  "OPERATOR_NULLIF",
  "COMPARE_IN",
  "COMPARE_NOT_IN",
  "GROUPING_FUNCTION",
]);

/**
 * Translates one expression of Redshift into DuckDB's. What is not known here is refused: an expression of
 * DuckDB's own making (lists, structs, lambdas, COLUMNS) never passes.
 */
export function translateExpression(node: AstNode, context: ExpressionContext): AstNode {
  switch (textOf(node, "class")) {
    case "CONSTANT":
      return node;
    case "COLUMN_REF":
      return translateColumn(node, context);
    case "STAR":
      return translateStar(node);
    case "SUBQUERY":
      return translateSubquery(node, context);
    case "CAST":
      return translateCast(translateMembers(node, context), context.now);
    case "FUNCTION":
      // `* LIKE 'n%'` chooses columns in DuckDB.
      if (nodesOf(node, "children").some((child) => child["class"] === "STAR")) {
        throw new SqlError("syntax_error", 'syntax error at or near "*"');
      }
      if (isRow(node)) {
        throw new SqlError("feature_not_supported", "ROW() can stand in a comparison and before IN alone");
      }
      return translateFunction(translateCall(node, context), context.now);
    case "WINDOW":
      return translateWindowFunction(translateMembers(node, context), context.now);
    case "OPERATOR": {
      const rows = expandRowIn(node);
      return rows ? translateExpression(rows, context) : translateOperator(node, context);
    }
    case "COMPARISON": {
      const rows = expandRowComparison(node);
      return rows ? translateExpression(rows, context) : compared(translateMembers(node, context), context);
    }
    case "BETWEEN":
      return compared(translateMembers(node, context), context);
    case "CASE":
      return unifyCase(translateMembers(node, context), context.now);
    case "CONJUNCTION":
      return translateMembers(node, context);
    default:
      throw notSupported(`the expression ${textOf(node, "type") || textOf(node, "class")}`);
  }
}

function translateOperator(node: AstNode, context: ExpressionContext): AstNode {
  const type = textOf(node, "type");
  if (!operators.has(type)) {
    throw notSupported(`the operator ${type}`);
  }
  const translated = translateMembers(node, context);
  if (type === "COMPARE_IN" || type === "COMPARE_NOT_IN") {
    return compared(translated, context);
  }
  if (type !== "OPERATOR_COALESCE") {
    return translated;
  }
  return { ...translated, children: unify(nodesOf(translated, "children"), "COALESCE", context.now) };
}

function compared(node: AstNode, { now }: ExpressionContext): AstNode {
  return compareTexts(coerceSides(node, now));
}

/** Translates every expression within a value that is not an expression itself. */
export function translateWithin(value: Json, context: ExpressionContext): Json {
  if (Array.isArray(value)) {
    return value.map((item) => translateWithin(item, context));
  }
  if (isExpression(value)) {
    return translateExpression(value, context);
  }
  return isNode(value) ? translateMembers(value, context) : value;
}

function translateMembers(node: AstNode, context: ExpressionContext): AstNode {
  return Object.fromEntries(
    Object.entries(node).map(([member, value]) => [member, translateWithin(value, context)]),
  );
}

/** A date part is written bare, which the parser takes for a column. */
function translateCall(node: AstNode, context: ExpressionContext): AstNode {
  const [first, ...rest] = nodesOf(node, "children");
  if (first?.["class"] !== "COLUMN_REF" || !takesDatePart(node)) {
    return translateMembers(node, context);
  }
  const call = translateMembers({ ...node, children: rest }, context);
  return { ...call, children: [first, ...nodesOf(call, "children")] };
}

/** An alias of the select list is a column to the items after it, unless a table has a column of its name. */
function translateColumn(node: AstNode, context: ExpressionContext): AstNode {
  const { scope, aliases } = context;
  const [database, ...behind] = textsOf(node, "column_names");
  const isFull = behind.length === 3 && database === context.database;
  const names = isFull ? behind : textsOf(node, "column_names");
  const [first = "", ...rest] = names;
  if (rest.length === 0) {
    const value = translateBareName(first, context.now);
    if (value) {
      return withAlias(value, node["alias"]);
    }
    const named = hasColumn(first, scope) ? undefined : aliases.get(first);
    if (named) {
      return withAlias(named, node["alias"]);
    }
  }
  if (names.length === 3 && context.isSchema(first)) {
    return typedColumn({ ...node, column_names: rest }, scope);
  }
  if (names.length > 2 && leadsIntoSuper(names, scope)) {
    throw notSupported(`the navigation "${names.join(".")}" into a SUPER`);
  }
  if (names.length > 2) {
    throw new SqlError("undefined_object", `column "${names.join(".")}" does not exist`);
  }
  return typedColumn(node, scope);
}

function translateStar(node: AstNode): AstNode {
  const extensions = ["replace_list", "rename_list", "qualified_exclude_list", "exclude_list"] as const;
  const used = extensions.some((member) => Array.isArray(node[member]) && node[member].length > 0);
  if (used || node["columns"] === true || isNode(node["expr"])) {
    throw notSupported("* with EXCLUDE, REPLACE or COLUMNS");
  }
  return node;
}

function translateSubquery(node: AstNode, context: ExpressionContext): AstNode {
  const subquery = node["subquery"];
  if (!isNode(subquery) || !isNode(subquery["node"])) {
    throw notSupported("a subquery of this kind");
  }
  const child = node["child"];
  const query = context.translateQuery(subquery["node"], context.scope);
  const side = isExpression(child) ? translateSide(child, context) : undefined;
  // Literals of the one side take the type of the other one.
  const translated = {
    ...node,
    subquery: { ...subquery, node: side ? withColumnTypes(query, [typeOf(side)], context.now) : query },
    child: side ? coerce(side, outputsOf(query)[0]?.type, context.now) : (child ?? null),
  };
  const isScalar = node["subquery_type"] === "SCALAR";
  return typed(translated, isScalar ? outputsOf(query)[0]?.type : { kind: "boolean" });
}

/** Translates the left side of `IN (SELECT …)`, which can be a row. */
function translateSide(node: AstNode, context: ExpressionContext): AstNode {
  return isRow(node) ? translateMembers(node, context) : translateExpression(node, context);
}

function translateCast(node: AstNode, now: number): AstNode {
  const type = node["cast_type"];
  const child = node["child"];
  if (!isNode(type) || !isNode(child) || node["try_cast"] === true) {
    throw notSupported("TRY_CAST");
  }
  const info = type["type_info"];
  const named = isNode(info) ? textOf(info, "name") : "";
  const target = sizedType(named) ?? duckdbTypeOf(type);
  if (!target) {
    throw notSupported(`the type ${named === "" ? textOf(type, "id") : named}`);
  }
  return withAlias(castExpression(child, target, now), node["alias"]);
}

/** Returns what `varchar(n)` and `char(n)` were written as for the parser. */
function sizedType(name: string): SqlType | undefined {
  for (const kind of ["varchar", "char"] as const) {
    const prefix = sizedTypePrefix[kind];
    if (name.startsWith(prefix)) {
      return { kind, bytes: Number(name.slice(prefix.length)) };
    }
  }
  return undefined;
}
