import jsonata from "jsonata";

import { isJsonObject, type JsonValue } from "../json.ts";
import { jsonataExpressionOf } from "../jsonata/evaluate-jsonata.ts";
import type { DiagnosticList } from "./diagnostic.ts";

/** The member of `$states` that only a catcher can read. */
export type StatesMember = "errorOutput";

/** Where a value stands and what its expressions may read. */
export type JsonataPlace = { location: string; states: readonly StatesMember[] };

/**
 * Checks each `{% … %}` inside a value: that it parses, and that it reads only `$states`, variables and
 * functions that exist. A string that only begins or ends like an expression is reported too.
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
export function checkJsonataValue(value: JsonValue, place: JsonataPlace, diagnostics: DiagnosticList): void {
  if (typeof value === "string") {
    checkString(value, place, diagnostics);
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      checkJsonataValue(item, { ...place, location: `${place.location}[${index}]` }, diagnostics);
    }
  } else if (isJsonObject(value)) {
    for (const [name, member] of Object.entries(value)) {
      checkJsonataValue(member, { ...place, location: `${place.location}/${name}` }, diagnostics);
    }
  }
}

function checkString(text: string, place: JsonataPlace, diagnostics: DiagnosticList): void {
  const expression = jsonataExpressionOf(text);
  if (expression === undefined) {
    return;
  }
  const problems: string[] = [];
  try {
    findUnsupported(jsonata(expression).ast(), true, { place, problems });
  } catch (error) {
    diagnostics.error("INVALID_JSONATA_EXPRESSION", messageOf(error), place.location);
  }
  for (const problem of new Set(problems)) {
    diagnostics.error("UNSUPPORTED_JSONATA_EXPRESSION", problem, place.location);
  }
}

/**
 * Returns what the parser says; what the engine says of an expression that is too deep for it has no meaning
 * here.
 */
function messageOf(error: unknown): string {
  if (error instanceof RangeError) {
    return "The expression is nested too deeply";
  }
  if (error instanceof SyntaxError) {
    return "The expression holds a regular expression that is not valid";
  }
  return String(Object(error).message ?? error);
}

/** The part of a node of JSONata's syntax tree that is read here; the package's own type lacks `path`. */
type SyntaxNode = { type?: string; value?: unknown; steps?: SyntaxNode[] };

type Findings = { place: JsonataPlace; problems: string[] };

/**
 * Walks a syntax tree. `atTop` is whether the node is evaluated without a context item: all but the later
 * steps of a path and what filters, groups, sorts and transforms its items. There a bare name, `$` and `$$`
 * have nothing to read.
 */
function findUnsupported(node: unknown, atTop: boolean, findings: Findings): void {
  if (Array.isArray(node)) {
    for (const item of node) {
      findUnsupported(item, atTop, findings);
    }
    return;
  }
  if (!isNode(node)) {
    return;
  }
  noteUnsupported(node, atTop, findings);
  for (const [name, member] of Object.entries(node)) {
    if (name === "steps" && Array.isArray(member)) {
      findUnsupported(member[0], atTop, findings);
      findUnsupported(member.slice(1), false, findings);
    } else if (member !== null && typeof member === "object") {
      findUnsupported(member, atTop && !contextMembers.has(name), findings);
    }
  }
}

/** The members of a node that are evaluated with an item as their context. */
const contextMembers = new Set(["predicate", "stages", "group", "terms", "update", "delete", "pattern"]);

function isNode(node: unknown): node is SyntaxNode {
  return node !== null && typeof node === "object" && !(node instanceof RegExp);
}

function noteUnsupported(node: SyntaxNode, atTop: boolean, { place, problems }: Findings): void {
  if (node.type === "name" && atTop) {
    problems.push(`Reference to '${String(node.value)}' at the top level is not supported.`);
  }
  if (node.type === "variable" && (node.value === "$" || (node.value === "" && atTop))) {
    problems.push(`Reference to '$${node.value}' is not supported.`);
  }
  const member = statesMember(node);
  if (member !== undefined && !place.states.some((allowed) => allowed === member)) {
    problems.push(`Reference to '$states.${member}' is not supported in this field.`);
  }
}

function statesMember(node: SyntaxNode): StatesMember | undefined {
  const [first, second] = node.type === "path" ? (node.steps ?? []) : [];
  if (first?.type !== "variable" || first.value !== "states" || second?.type !== "name") {
    return undefined;
  }
  return second.value === "errorOutput" ? second.value : undefined;
}
