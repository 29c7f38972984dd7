import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import { meetsCondition } from "./evaluate-filter.ts";
import { applyPathFunction } from "./path-functions.ts";
import { type FilterOperand, formatSteps, type Path, type PathStep } from "./path-syntax.ts";

/**
 * The values that a path can start from. Inside a filter there is the `item` under test, and the `deadline`
 * of the whole evaluation in `performance.now()` milliseconds.
 */
export type PathRoots = {
  input: JsonValue;
  context: JsonObject;
  variables: JsonObject;
  item?: JsonValue;
  deadline?: number;
};

/** `reason` is worded as Jayway does. */
export type PathOutcome = { found: true; value: JsonValue } | { found: false; reason: string };

/** Paths such as `$..*..*` multiply; past this many values the path is refused. */
const maxValues = 1_000_000;

/** The longest that the regular expressions of a path's filters may take together. */
const regexBudgetMilliseconds = 1_000;

/** The path reaches more values than an evaluation may hold. */
export class TooManyValuesError extends Error {}

/**
 * Finds the value of a definite path, or the list of the values of any other: what is missing along an
 * indefinite path only leaves it shorter. Throws TooManyValuesError and RegexTimeoutError.
 */
export function readPath(path: Path, roots: PathRoots): PathOutcome {
  const root = readRoot(path, roots);
  if (root === undefined) {
    return { found: false, reason: `No results for path: ${path.text}` };
  }
  if (path.definite) {
    return readDefinite(path.steps, root, roots);
  }
  let values = [root];
  for (const [position, step] of path.steps.entries()) {
    const afterDescendants = path.steps[position - 1]?.kind === "descendants";
    values =
      afterDescendants && step.kind === "filter"
        ? values.filter(matcher(step, roots))
        : takeStep(step, values, roots);
    if (values.length > maxValues) {
      throw new TooManyValuesError(`The path '${path.text}' reaches more than ${maxValues} values`);
    }
  }
  return { found: true, value: values };
}

function readRoot(path: Path, roots: PathRoots): JsonValue | undefined {
  switch (path.root.kind) {
    case "input":
      return roots.input;
    case "context":
      return roots.context;
    case "variable":
      return ownMember(roots.variables, path.root.name);
    case "item":
      return roots.item;
  }
}

function readDefinite(steps: readonly PathStep[], root: JsonValue, roots: PathRoots): PathOutcome {
  let value = root;
  for (const step of steps) {
    // Most steps name a property: no list is made of its one value.
    const next = step.kind === "property" ? ownMember(value, step.name) : childrenAt(step, value, roots)[0];
    if (next === undefined) {
      return { found: false, reason: missingReason(steps, steps.indexOf(step), value) };
    }
    value = next;
  }
  return { found: true, value };
}

function missingReason(steps: readonly PathStep[], position: number, value: JsonValue): string {
  const step = steps[position];
  const before = formatSteps(steps.slice(0, position));
  const isLast = position === steps.length - 1;
  if (step?.kind === "property" && !isJsonObject(value)) {
    return `Property ['${step.name}'] not found in path ${before}`;
  }
  if (step?.kind === "index" && !Array.isArray(value)) {
    return `Filter: [${step.index}] can only be applied to arrays. Current context is: ${JSON.stringify(value)}`;
  }
  return isLast || step?.kind !== "property"
    ? `No results for path: ${formatSteps(steps)}`
    : `Missing property in path ${formatSteps(steps.slice(0, position + 1))}`;
}

function takeStep(step: PathStep, values: readonly JsonValue[], roots: PathRoots): JsonValue[] {
  const taken: JsonValue[] = [];
  for (const value of values) {
    for (const child of childrenAt(step, value, roots)) {
      taken.push(child);
    }
    if (taken.length > maxValues) {
      break;
    }
  }
  return taken;
}

function childrenAt(step: PathStep, value: JsonValue, roots: PathRoots): JsonValue[] {
  switch (step.kind) {
    case "property":
      return defined([ownMember(value, step.name)]);
    case "properties":
      return isJsonObject(value) ? [pick(value, step.names)] : [];
    case "index":
      return Array.isArray(value) ? defined([value.at(step.index)]) : [];
    case "indexes":
      return Array.isArray(value) ? defined(step.indexes.map((index) => value.at(index))) : [];
    case "slice":
      return Array.isArray(value) ? value.slice(step.from ?? 0, step.to) : [];
    case "wildcard":
      return membersOf(value);
    case "descendants":
      return descendantsOf(value);
    case "filter":
      return (isJsonObject(value) ? [value] : membersOf(value)).filter(matcher(step, roots));
    case "function": {
      const operands = step.arguments.map((operand) => operandValue(operand, roots));
      return defined([applyPathFunction(step.name, value, defined(operands))]);
    }
  }
}

function ownMember(value: JsonValue, name: string): JsonValue | undefined {
  // An exact integer is an object too, but asking each value whether it is one would take longer than to look
  // here.
  return value !== null && typeof value === "object" && !Array.isArray(value) && Object.hasOwn(value, name)
    ? value[name]
    : undefined;
}

function pick(value: JsonObject, names: readonly string[]): JsonObject {
  const present = names.filter((name) => Object.hasOwn(value, name));
  return Object.fromEntries(present.map((name) => [name, value[name] ?? null]));
}

function membersOf(value: JsonValue): JsonValue[] {
  if (Array.isArray(value)) {
    return value;
  }
  return isJsonObject(value) ? Object.values(value) : [];
}

/**
 * Returns the value and all below it, each before its members. Walks with a stack of its own: the input may
 * be deep.
 */
function descendantsOf(value: JsonValue): JsonValue[] {
  const found: JsonValue[] = [];
  const waiting = [value];
  for (let next = waiting.pop(); next !== undefined && found.length <= maxValues; next = waiting.pop()) {
    found.push(next);
    // One by one: a list may have more members than a call takes arguments.
    for (const member of membersOf(next).toReversed()) {
      waiting.push(member);
    }
  }
  return found;
}

function matcher(step: PathStep & { kind: "filter" }, roots: PathRoots): (item: JsonValue) => boolean {
  const deadline = roots.deadline ?? performance.now() + regexBudgetMilliseconds;
  return (item) => {
    // https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html: `@` "does not
    // match scalar values. It only matches objects."
    if (!isJsonObject(item) && !Array.isArray(item)) {
      return false;
    }
    const itemRoots = { ...roots, item, deadline };
    return meetsCondition(step.condition, { deadline, readPath: (path) => valueAt(path, itemRoots) });
  };
}

function valueAt(path: Path, roots: PathRoots): JsonValue | undefined {
  const outcome = readPath(path, roots);
  return outcome.found ? outcome.value : undefined;
}

function operandValue(operand: FilterOperand, roots: PathRoots): JsonValue | undefined {
  switch (operand.kind) {
    case "literal":
      return operand.value;
    case "regex":
      return operand.regex.source;
    case "path":
      return valueAt(operand.path, roots);
  }
}

function defined(values: readonly (JsonValue | undefined)[]): JsonValue[] {
  return values.filter((value) => value !== undefined);
}
