import { isJsonObject, type JsonValue } from "../json.ts";
import { StatesError } from "../states-error.ts";
import { parsePath } from "./parse-path.ts";
import { formatStep, isReferencePath, type PathStep, PathSyntaxError } from "./path-syntax.ts";

/**
 * Puts `result` where `path` (a reference path into the input) says, making objects on the way where there is
 * nothing; the input itself stays as it is. No path or `$` gives the result alone, null the input alone.
 * Throws `States.ResultPathMatchFailure` where the input has no such place.
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultpath.html
 */
export function applyResultPath(
  path: string | null | undefined,
  input: JsonValue,
  result: JsonValue,
): JsonValue {
  if (path === null) {
    return input;
  }
  return place(input, path === undefined ? [] : referenceSteps(path), result);
}

function referenceSteps(path: string): readonly PathStep[] {
  try {
    const parsed = parsePath(path);
    if (parsed.root.kind === "input" && isReferencePath(parsed)) {
      return parsed.steps;
    }
  } catch (error) {
    if (!(error instanceof PathSyntaxError)) {
      throw error;
    }
  }
  throw new StatesError("States.Runtime", `Invalid path '${path}' : The value must be a reference path.`);
}

/** A copy of `target` with the result in place. */
function place(target: JsonValue | undefined, steps: readonly PathStep[], result: JsonValue): JsonValue {
  const [step, ...below] = steps;
  if (step === undefined) {
    return result;
  }
  if (step.kind === "property" && (target === undefined || isJsonObject(target))) {
    const members = new Map(Object.entries(target ?? {}));
    return Object.fromEntries(members.set(step.name, place(members.get(step.name), below, result)));
  }
  if (step.kind === "index" && Array.isArray(target) && target.at(step.index) !== undefined) {
    return target.with(step.index, place(target.at(step.index), below, result));
  }
  const name = step.kind === "property" ? step.name : formatStep(step);
  throw new StatesError(
    "States.ResultPathMatchFailure",
    `Unable to apply step "${name}" to input ${JSON.stringify(target ?? null)}`,
  );
}
