import {
  constantText,
  functionCall,
  isNode,
  textConstant,
  textOf,
  textsOf,
  type AstNode,
} from "./query-ast.ts";

/** Calls that give text, which need no look at their type. */
const textCalls = new Set(
  (
    "redshift_text redshift_left_bytes redshift_char redshift_substring redshift_split_part redshift_listagg || lower upper trim ltrim " +
    "rtrim lpad rpad replace reverse repeat left right translate regexp_extract regexp_replace strftime"
  ).split(" "),
);

/**
 * A side of a comparison without its trailing blanks, which mean nothing when texts are compared.
 * A column is asked for its type; one that stands for an expression of the select list has none yet, and stays as it is.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_Character_types.html#r_Character_types-significance-of-trailing-blanks
 */
export function comparedText(node: AstNode, aliases: ReadonlySet<string>): AstNode {
  const text = constantText(node);
  if (text !== undefined)
    return { ...node, ...textConstant(text.replace(/ +$/u, "")), alias: node["alias"] ?? "" };
  if (node["class"] === "COLUMN_REF") {
    const names = textsOf(node, "column_names");
    const isAlias = names.length === 1 && aliases.has(names[0] ?? "");
    return isAlias ? node : functionCall("redshift_compared", [node]);
  }
  if (node["class"] === "FUNCTION" && textCalls.has(textOf(node, "function_name"))) {
    return functionCall("rtrim", [node, textConstant(" ")]);
  }
  return node;
}

/** The members of a comparison, BETWEEN or IN that are its sides. */
export function compareTexts(node: AstNode, aliases: ReadonlySet<string>): AstNode {
  const sides = ["left", "right", "input", "lower", "upper"].flatMap((member) => {
    const side = node[member];
    return isNode(side) ? [[member, comparedText(side, aliases)]] : [];
  });
  const children = node["children"];
  const listed = Array.isArray(children)
    ? { children: children.map((child) => (isNode(child) ? comparedText(child, aliases) : child)) }
    : {};
  return { ...node, ...Object.fromEntries(sides), ...listed };
}
