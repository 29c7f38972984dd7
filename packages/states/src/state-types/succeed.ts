import type { SucceedState } from "../definition/flow-states.ts";
import { selectInput } from "../state-execution/fields.ts";
import { finishWithInput } from "../state-execution/finish.ts";
import type { MaybePromise, StateResult, Visit } from "../state-execution/visit.ts";

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-succeed.html */
export function succeedState(visit: Visit<SucceedState>): MaybePromise<StateResult> {
  const input = visit.language === "JSONata" ? visit.input : selectInput(visit);
  return finishWithInput(visit, input, { next: undefined });
}
