import { isJsonObject, type JsonValue } from "../json.ts";
import { setMember } from "../set-member.ts";
import { StatesError } from "../states-error.ts";
import { parsePath } from "./parse-path.ts";
import { isReferencePath, type PathStep, PathSyntaxError } from "./path-syntax.ts";

/**
 * Puts `result` where `path` (a reference path into the input) says, making objects on the way where there is
 * nothing; the input itself stays as it is. No path or `$` yields the result alone, null the input alone.
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
  const placed = place(input, path === undefined ? [] : referenceSteps(path), result);
  if (placed === undefined) {
    throw new StatesError(
      "States.ResultPathMatchFailure",
      `Unable to apply ReferencePath ${path} to input ${JSON.stringify(input)}`,
    );
  }
  return placed;
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

/** Returns a copy of `target` with the result in place; undefined if a step does not fit what is there. */
function place(
  target: JsonValue | undefined,
  steps: readonly PathStep[],
  result: JsonValue,
): JsonValue | undefined {
  const [step, ...below] = steps;
  if (step === undefined) {
    return result;
  }
  if (step.kind === "property" && (target === undefined || isJsonObject(target))) {
    const copy = { ...target };
    const placed = place(Object.hasOwn(copy, step.name) ? copy[step.name] : undefined, below, result);
    if (placed === undefined) {
      return undefined;
    }
    setMember(copy, step.name, placed);
    return copy;
  }
  if (step.kind === "index" && Array.isArray(target) && target.at(step.index) !== undefined) {
    const placed = place(target.at(step.index), below, result);
    return placed === undefined ? undefined : target.with(step.index, placed);
  }
  return undefined;
}
