import { notSupported, SqlError } from "../sql-error.ts";
import { translateBareName } from "./date-functions.ts";
import { translateFunction } from "./functions.ts";
import { compareTexts } from "./compared-text.ts";
import { isoDateText } from "./date-literal.ts";
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
} from "./query-ast.ts";
import { sizedTypePrefix } from "./type-syntax.ts";
import { translateWindowFunction } from "./window-functions.ts";

export type ExpressionContext = {
  /** The statement's start, in milliseconds since 1970: what GETDATE() gives. */
  now: number;
  /** The names that the SELECT's list gives to its expressions. */
  aliases: ReadonlySet<string>;
  /** Schemas whose name may stand before a table's in a column reference. */
  isSchema(name: string): boolean;
  /** Translates the query within a subquery. */
  translateQuery(query: AstNode): AstNode;
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
      if (nodesOf(node, "children").some((child) => child["class"] === "STAR"))
        throw new SqlError("syntax_error", 'syntax error at or near "*"');
      return translateFunction(translateMembers(node, context), context.now);
    case "WINDOW":
      return translateWindowFunction(translateMembers(node, context));
    case "OPERATOR":
      if (!operators.has(textOf(node, "type"))) throw notSupported(`the operator ${textOf(node, "type")}`);
      return node["type"] === "COMPARE_IN" || node["type"] === "COMPARE_NOT_IN"
        ? compareTexts(translateMembers(node, context), context.aliases)
        : translateMembers(node, context);
    case "COMPARISON":
    case "BETWEEN":
      return compareTexts(translateMembers(node, context), context.aliases);
    case "CASE":
    case "CONJUNCTION":
      return translateMembers(node, context);
    default:
      throw notSupported(`the expression ${textOf(node, "type") || textOf(node, "class")}`);
  }
}

/** Translates every expression within a value that is none itself. */
export function translateWithin(value: Json, context: ExpressionContext): Json {
  if (Array.isArray(value)) return value.map((item) => translateWithin(item, context));
  if (isExpression(value)) return translateExpression(value, context);
  return isNode(value) ? translateMembers(value, context) : value;
}

function translateMembers(node: AstNode, context: ExpressionContext): AstNode {
  return Object.fromEntries(
    Object.entries(node).map(([member, value]) => [member, translateWithin(value, context)]),
  );
}

function translateColumn(node: AstNode, context: ExpressionContext): AstNode {
  const names = textsOf(node, "column_names");
  const [first, ...rest] = names;
  if (first !== undefined && rest.length === 0) {
    const value = translateBareName(first, context.now);
    return value ? { ...value, alias: node["alias"] ?? "" } : node;
  }
  if (names.length === 3 && first !== undefined && context.isSchema(first))
    return { ...node, column_names: rest };
  if (names.length > 2) throw new SqlError("undefined_object", `column "${names.join(".")}" does not exist`);
  return node;
}

function translateStar(node: AstNode): AstNode {
  const extensions = ["replace_list", "rename_list", "qualified_exclude_list", "exclude_list"] as const;
  const used = extensions.some((member) => Array.isArray(node[member]) && node[member].length > 0);
  if (used || node["columns"] === true || isNode(node["expr"]))
    throw notSupported("* with EXCLUDE, REPLACE or COLUMNS");
  return node;
}

function translateSubquery(node: AstNode, context: ExpressionContext): AstNode {
  const subquery = node["subquery"];
  if (!isNode(subquery) || !isNode(subquery["node"])) throw notSupported("a subquery of this kind");
  const child = node["child"];
  return {
    ...node,
    subquery: { ...subquery, node: context.translateQuery(subquery["node"]) },
    child: isExpression(child) ? translateExpression(child, context) : (child ?? null),
  };
}

function translateCast(node: AstNode): AstNode {
  const type = node["cast_type"];
  const child = node["child"];
  if (!isNode(type) || !isNode(child) || node["try_cast"] === true) throw notSupported("TRY_CAST");
  const info = type["type_info"];
  const named = isNode(info) ? textOf(info, "name") : "";
  const text = functionCall("redshift_text", [child]);
  if (named.startsWith(sizedTypePrefix.varchar)) {
    return withAlias(leftBytes(text, Number(named.slice(sizedTypePrefix.varchar.length))), node);
  }
  if (named.startsWith(sizedTypePrefix.char)) {
    const length = Number(named.slice(sizedTypePrefix.char.length));
    return withAlias(functionCall("redshift_char", [text, integerConstant(length)]), node);
  }
  const id = textOf(type, "id");
  if (id === "VARCHAR") return withAlias(text, node);
  if (!castTypes.has(id)) throw notSupported(`the type ${named === "" ? id : named}`);
  const literal = constantText(child);
  if (literal !== undefined && dateTypes.has(id))
    return { ...node, child: textConstant(isoDateText(literal)) };
  return node;
}

function leftBytes(text: AstNode, bytes: number): AstNode {
  return functionCall("redshift_left_bytes", [text, integerConstant(bytes)]);
}

function withAlias(node: AstNode, original: AstNode): AstNode {
  return { ...node, alias: original["alias"] ?? "" };
}
