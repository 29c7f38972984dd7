import type { SucceedState } from "../definition/state-machine-definition.ts";
import { selectInput } from "../execution/fields.ts";
import { finishWithInput } from "../execution/finish.ts";
import type { MaybePromise, StateResult, Visit } from "../execution/visit.ts";

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-succeed.html */
export function succeedState(visit: Visit<SucceedState>): MaybePromise<StateResult> {
  const input = visit.language === "JSONata" ? visit.input : selectInput(visit);
  return finishWithInput(visit, input, { next: undefined });
}
