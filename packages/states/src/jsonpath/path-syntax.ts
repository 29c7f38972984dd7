import type { JsonValue } from "../json.ts";

/**
 * Where a path starts: the state's input (`$`), the context object (`$$`), a variable (`$name`), a filter's
 * item (`@`).
 */
export type PathRoot =
  | { kind: "input" }
  | { kind: "context" }
  | { kind: "variable"; name: string }
  | { kind: "item" };

export type PathStep =
  | { kind: "property"; name: string }
  /** `['a','b']` */
  | { kind: "properties"; names: string[] }
  /** `[2]`; `[-1]` counts from the end, as does `[(@.length-1)]`, which is `computed` */
  | { kind: "index"; index: number; computed?: true }
  /** `[0,2]` */
  | { kind: "indexes"; indexes: number[] }
  /** `[from:to]`, either end counted from the back if negative */
  | { kind: "slice"; from?: number; to?: number }
  /** `*` or `[*]` */
  | { kind: "wildcard" }
  /** `..`: the steps that follow apply to every value below, itself included */
  | { kind: "descendants" }
  /** `[?(…)]` */
  | { kind: "filter"; condition: FilterCondition }
  /** `.length()` */
  | { kind: "function"; name: PathFunctionName; arguments: FilterOperand[] };

export const pathFunctionNames = [
  "length",
  "size",
  "min",
  "max",
  "avg",
  "sum",
  "stddev",
  "keys",
  "concat",
  "append",
  "first",
  "last",
  "index",
] as const;

export type PathFunctionName = (typeof pathFunctionNames)[number];

export type FilterCondition =
  | { kind: "and" | "or"; conditions: FilterCondition[] }
  | { kind: "not"; condition: FilterCondition }
  | { kind: "exists"; path: Path }
  | { kind: "compare"; operator: FilterOperator; left: FilterOperand; right: FilterOperand };

export const filterOperators = [
  "==",
  "!=",
  "<=",
  ">=",
  "<",
  ">",
  "=~",
  "in",
  "nin",
  "subsetof",
  "anyof",
  "noneof",
  "contains",
  "size",
  "empty",
] as const;

export type FilterOperator = (typeof filterOperators)[number];

export type FilterOperand =
  | { kind: "literal"; value: JsonValue }
  | { kind: "regex"; regex: RegExp }
  | { kind: "path"; path: Path };

/** A parsed path. A definite path names one place and yields its value; any other yields a list. */
export type Path = { text: string; root: PathRoot; steps: PathStep[]; definite: boolean };

/** The text is not a path; the message says what was found where. */
export class PathSyntaxError extends Error {}

/**
 * Returns whether the path is a reference path: one that can name only one place, so that a result can be put
 * there.
 */
export function isReferencePath(path: Path): boolean {
  return path.steps.every(
    (step) => step.kind === "property" || (step.kind === "index" && step.computed === undefined),
  );
}

/** Returns the steps as Jayway writes them in its messages: `$['a'][0]`. */
export function formatSteps(steps: readonly PathStep[]): string {
  return `$${steps.map(formatStep).join("")}`;
}

function formatStep(step: PathStep): string {
  switch (step.kind) {
    case "property":
      return `['${step.name}']`;
    case "properties":
      return `[${step.names.map((name) => `'${name}'`).join(",")}]`;
    case "index":
      return `[${step.index}]`;
    case "indexes":
      return `[${step.indexes.join(",")}]`;
    case "slice":
      return `[${step.from ?? ""}:${step.to ?? ""}]`;
    case "wildcard":
      return "[*]";
    case "descendants":
      return "..";
    case "filter":
      return "[?]";
    case "function":
      return `.${step.name}()`;
  }
}
