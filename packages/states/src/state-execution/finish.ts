import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import { applyResultPath } from "../jsonpath/result-path.ts";
import { StatesError } from "../states-error.ts";
import { evaluateJsonataField, evaluateTemplate, selectOutput, type StatesVariable } from "./fields.ts";
import { checkDepth, maxPayloadBytes } from "../payload-limit.ts";
import type { MaybePromise, StateResult, Visit } from "./visit.ts";

/** A state's fields that say what becomes of its result. Absent in one language, they are undefined. */
type ResultFields = {
  ResultSelector?: JsonValue;
  ResultPath?: string | null;
  Output?: JsonValue;
  Assign?: JsonObject;
};

/**
 * Turns a state's result into its output and its variables: ResultSelector, Assign, ResultPath and OutputPath
 * in JSONPath; Output and Assign in JSONata, both from the same values.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-input-output-filtering.html
 */
export function finish(visit: Visit, result: JsonValue, next: string | undefined): MaybePromise<StateResult> {
  const fields: ResultFields = visit.state;
  const { inspect } = visit.run;
  inspect?.("result", result);
  if (visit.language === "JSONata") {
    return finishJsonata(visit, { fields, states: { input: visit.input, result }, otherwise: result, next });
  }
  const selected =
    fields.ResultSelector === undefined ? result : evaluateTemplate(visit, fields.ResultSelector, result);
  inspect?.("afterResultSelector", selected);
  // `$` in Assign is the result itself, as the service gave it.
  const assigned = assign(visit, fields.Assign, result);
  const combined =
    fields.ResultPath === undefined ? selected : applyResultPath(fields.ResultPath, visit.input, selected);
  inspect?.("afterResultPath", combined);
  return { output: selectOutput(visit, combined), assigned, next };
}

/**
 * Does the same as `finish`, for a state that has an input and no result: Choice, Wait, Succeed. `input` is
 * what InputPath left.
 */
export function finishWithInput(
  visit: Visit,
  input: JsonValue,
  { next, fields = visit.state }: { next: string | undefined; fields?: ResultFields },
): MaybePromise<StateResult> {
  if (visit.language === "JSONata") {
    return finishJsonata(visit, { fields, states: { input }, otherwise: input, next });
  }
  return { output: selectOutput(visit, input), assigned: assign(visit, fields.Assign, input), next };
}

/** Evaluates Output and Assign in JSONata; without Output, `otherwise` is the output. */
export async function finishJsonata(
  visit: Visit,
  {
    fields,
    states,
    otherwise,
    next,
    at = "",
  }: {
    fields: ResultFields;
    states: StatesVariable;
    otherwise: JsonValue;
    next: string | undefined;
    at?: string;
  },
): Promise<StateResult> {
  const { Output, Assign } = fields;
  const assigned =
    Assign === undefined
      ? undefined
      : await evaluateJsonataField(visit, { value: Assign, location: `${at}Assign` }, states);
  const output =
    Output === undefined
      ? otherwise
      : await evaluateJsonataField(visit, { value: Output, location: `${at}Output` }, states);
  return { output, next, assigned: assigned === undefined ? undefined : checkAssigned(visit, assigned) };
}

/** Evaluates Assign in JSONPath: `$` is the state's result. */
export function assign(
  visit: Visit,
  template: JsonObject | undefined,
  input: JsonValue,
): JsonObject | undefined {
  return template === undefined ? undefined : checkAssigned(visit, evaluateTemplate(visit, template, input));
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html#workflow-variables-limits */
const maxStoredBytes = 10 * 1024 * 1024;

function checkAssigned(visit: Visit, assigned: JsonValue): JsonObject {
  if (!isJsonObject(assigned)) {
    throw new StatesError("States.Runtime", "Assign did not give an object.");
  }
  const text = JSON.stringify(assigned);
  checkDepth(assigned, text);
  const bytes = Buffer.byteLength(text);
  if (bytes > maxPayloadBytes) {
    throw new StatesError(
      "States.DataLimitExceeded",
      `The variables assigned by the state '${visit.name}' exceed the limit of ${maxPayloadBytes} bytes.`,
    );
  }
  // Only an assignment that could bring the sum over the limit is worth measuring them all.
  const stored = Object.keys(visit.frame.variables).length;
  if (bytes > 1024 && stored > 32) {
    const all = Buffer.byteLength(JSON.stringify({ ...visit.frame.variables, ...assigned }));
    if (all > maxStoredBytes) {
      throw new StatesError(
        "States.DataLimitExceeded",
        `The variables of the execution exceed the limit of ${maxStoredBytes} bytes.`,
      );
    }
  }
  return assigned;
}
