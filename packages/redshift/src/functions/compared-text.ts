import { constantText, functionCall, isNode, textConstant, type AstNode } from "../ast/query-ast.ts";
import { typeOf } from "../ast/node-type.ts";
import { isText } from "../ast/sql-type.ts";

/**
 * Returns a side of a comparison without its trailing blanks, which mean nothing when texts are compared.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_Character_types.html#r_Character_types-significance-of-trailing-blanks
 */
function comparedText(node: AstNode): AstNode {
  const text = constantText(node);
  if (text !== undefined) {
    return { ...node, ...textConstant(text.replace(/ +$/u, "")), alias: node["alias"] ?? "" };
  }
  return isText(typeOf(node)) ? functionCall("rtrim", [node, textConstant(" ")]) : node;
}

/** Returns the members of a comparison, BETWEEN or IN that are its sides. */
export function compareTexts(node: AstNode): AstNode {
  const sides = ["left", "right", "input", "lower", "upper"].flatMap((member) => {
    const side = node[member];
    return isNode(side) ? [[member, comparedText(side)]] : [];
  });
  const children = node["children"];
  const listed = Array.isArray(children)
    ? { children: children.map((child) => (isNode(child) ? comparedText(child) : child)) }
    : {};
  return { ...node, ...Object.fromEntries(sides), ...listed };
}
