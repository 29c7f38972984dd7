import type { FailState } from "../definition/flow-states.ts";
import { evaluateJsonataAs, pathScope } from "../state-execution/fields.ts";
import { StateFailure } from "../errors.ts";
import type { MaybePromise, Visit } from "../state-execution/visit.ts";
import { evaluatePathOfField } from "../jsonpath/evaluate-path.ts";
import { evaluatePayloadTemplate } from "../state-execution/payload-template.ts";
import { StatesError } from "../states-error.ts";

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-fail.html. Always throws. */
export function failState(visit: Visit<FailState>): MaybePromise<never> {
  if (visit.language === "JSONata") {
    return failByExpressions(visit);
  }
  const { state } = visit;
  const error = textOf(visit, "Error", { literal: state.Error, path: state.ErrorPath });
  const cause = textOf(visit, "Cause", { literal: state.Cause, path: state.CausePath });
  throw new StateFailure(error, cause);
}

function textOf(
  visit: Visit,
  field: "Error" | "Cause",
  { literal, path }: { literal: string | undefined; path: string | undefined },
): string | undefined {
  if (path === undefined) {
    return literal;
  }
  const value = path.trimStart().startsWith("States.")
    ? functionResult(visit, path)
    : evaluatePathOfField(path, `${field}Path`, pathScope(visit, visit.input));
  if (typeof value === "string") {
    return value;
  }
  throw new StatesError(
    "States.Runtime",
    `The ${field}Path field refers to value "${JSON.stringify(value)}" which is not a string: ${path}`,
  );
}

/** ErrorPath and CausePath may hold an intrinsic function that returns a string. */
function functionResult(visit: Visit, call: string) {
  const result = evaluatePayloadTemplate({ "value.$": call }, pathScope(visit, visit.input));
  return Object(result).value;
}

async function failByExpressions(visit: Visit<FailState>): Promise<never> {
  const error = await evaluated(visit, "Error");
  const cause = await evaluated(visit, "Cause");
  throw new StateFailure(error, cause);
}

async function evaluated(visit: Visit<FailState>, field: "Error" | "Cause"): Promise<string | undefined> {
  const value = visit.state[field];
  if (value === undefined) {
    return undefined;
  }
  return evaluateJsonataAs(visit, { value, location: field }, { type: "string", input: visit.input });
}
