import type { PassState } from "../definition/flow-states.ts";
import { evaluateTemplate, selectInput } from "../state-execution/fields.ts";
import { finish, finishWithInput } from "../state-execution/finish.ts";
import type { MaybePromise, StateResult, Visit } from "../state-execution/visit.ts";

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-pass.html */
export function passState(visit: Visit<PassState>): MaybePromise<StateResult> {
  const { state } = visit;
  if (visit.language === "JSONata") {
    return finishWithInput(visit, visit.input, { next: state.Next });
  }
  if (state.Result !== undefined) {
    return finish(visit, state.Result, state.Next);
  }
  const input = selectInput(visit);
  const result = state.Parameters === undefined ? input : evaluateTemplate(visit, state.Parameters, input);
  return finish(visit, result, state.Next);
}
