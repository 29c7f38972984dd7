import { notSupported, SqlError } from "../sql-error.ts";
import { typed, withAlias } from "../ast/node-type.ts";
import { longestText } from "../ast/sql-type.ts";
import { translateBareName } from "../functions/dates.ts";
import { isoDateText } from "../functions/datetime/date-literal.ts";
import { compareTexts } from "../functions/compared-text.ts";
import { takesDatePart, translateFunction, translateWindowFunction } from "../functions/sql-functions.ts";
import { hasColumn, outputsOf, typedColumn, type Scope } from "./scope.ts";
import {
  constantText,
  functionCall,
  integerConstant,
  isExpression,
  isNode,
  nodesOf,
  textConstant,
  textOf,
  textsOf,
  type AstNode,
  type Json,
} from "../ast/query-ast.ts";
import { sizedTypePrefix } from "./type-syntax.ts";

export type ExpressionContext = {
  /** The statement's start, in milliseconds since 1970: what GETDATE() gives. */
  now: number;
  scope: Scope;
  /** The expressions of the select list by their names, where a later one can name an earlier one. */
  aliases: ReadonlyMap<string, AstNode>;
  /** Schemas whose name may stand before a table's in a column reference. */
  isSchema(name: string): boolean;
  /** Translates the query within a subquery of an expression in the scope. */
  translateQuery(query: AstNode, scope: Scope): AstNode;
};

/** DuckDB's names of the types that Redshift has: https://docs.aws.amazon.com/redshift/latest/dg/c_Supported_data_types.html */
const castTypes = new Set([
  "SMALLINT",
  "INTEGER",
  "BIGINT",
  "DECIMAL",
  "FLOAT",
  "DOUBLE",
  "BOOLEAN",
  "VARCHAR",
  "DATE",
  "TIME",
  "TIMESTAMP",
  "TIMESTAMP WITH TIME ZONE",
  "INTERVAL",
]);

const dateTypes = new Set(["DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE"]);

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
 * Translates one expression of Redshift into DuckDB's. What is not known here is refused: an expression of DuckDB's own
 * making (lists, structs, lambdas, COLUMNS) never passes.
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
      return translateCast(translateMembers(node, context));
    case "FUNCTION":
      // `* LIKE 'n%'` chooses columns in DuckDB.
      if (nodesOf(node, "children").some((child) => child["class"] === "STAR")) {
        throw new SqlError("syntax_error", 'syntax error at or near "*"');
      }
      return translateFunction(translateCall(node, context), context.now);
    case "WINDOW":
      return translateWindowFunction(translateMembers(node, context), context.now);
    case "OPERATOR":
      if (!operators.has(textOf(node, "type"))) {
        throw notSupported(`the operator ${textOf(node, "type")}`);
      }
      return node["type"] === "COMPARE_IN" || node["type"] === "COMPARE_NOT_IN"
        ? compareTexts(translateMembers(node, context))
        : translateMembers(node, context);
    case "COMPARISON":
    case "BETWEEN":
      return compareTexts(translateMembers(node, context));
    case "CASE":
    case "CONJUNCTION":
      return translateMembers(node, context);
    default:
      throw notSupported(`the expression ${textOf(node, "type") || textOf(node, "class")}`);
  }
}

/** Translates every expression within a value that is none itself. */
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
  const names = textsOf(node, "column_names");
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
  const translated = {
    ...node,
    subquery: { ...subquery, node: query },
    child: isExpression(child) ? translateExpression(child, context) : (child ?? null),
  };
  const isScalar = node["subquery_type"] === "SCALAR";
  return typed(translated, isScalar ? outputsOf(query)[0]?.type : { kind: "boolean" });
}

function translateCast(node: AstNode): AstNode {
  const type = node["cast_type"];
  const child = node["child"];
  if (!isNode(type) || !isNode(child) || node["try_cast"] === true) {
    throw notSupported("TRY_CAST");
  }
  const info = type["type_info"];
  const named = isNode(info) ? textOf(info, "name") : "";
  const text = functionCall("redshift_text", [child]);
  const sized = sizedCast(named, text);
  if (sized) {
    return withAlias(sized, node["alias"]);
  }
  const id = textOf(type, "id");
  if (id === "VARCHAR") {
    return withAlias(typed(text, longestText), node["alias"]);
  }
  if (!castTypes.has(id)) {
    throw notSupported(`the type ${named === "" ? id : named}`);
  }
  const literal = constantText(child);
  if (literal !== undefined && dateTypes.has(id)) {
    return { ...node, child: textConstant(isoDateText(literal)) };
  }
  return node;
}

/** A cast to `varchar(n)` or `char(n)`. */
function sizedCast(name: string, text: AstNode): AstNode | undefined {
  for (const kind of ["varchar", "char"] as const) {
    if (!name.startsWith(sizedTypePrefix[kind])) {
      continue;
    }
    const bytes = Number(name.slice(sizedTypePrefix[kind].length));
    const macro = kind === "varchar" ? "redshift_left_bytes" : "redshift_char";
    return typed(functionCall(macro, [text, integerConstant(bytes)]), { kind, bytes });
  }
  return undefined;
}
