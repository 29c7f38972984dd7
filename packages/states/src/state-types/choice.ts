import { evaluateChoiceRule } from "../choice/evaluate-choice-rule.ts";
import type { ChoiceRule, ChoiceState } from "../definition/choice-state.ts";
import { evaluateJsonataAs, pathScope, selectInput } from "../state-execution/fields.ts";
import { finishWithInput } from "../state-execution/finish.ts";
import type { MaybePromise, StateResult, Visit } from "../state-execution/visit.ts";
import type { JsonObject, JsonValue } from "../json.ts";
import { StatesError } from "../states-error.ts";

/** What a chosen rule may say besides Next; the state's own fields hold when Default is taken. */
type Chosen = { Output?: JsonValue; Assign?: JsonObject };

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html */
export function choiceState(visit: Visit<ChoiceState>): MaybePromise<StateResult> {
  if (visit.language === "JSONata") {
    return chooseByCondition(visit);
  }
  const input = selectInput(visit);
  const scope = pathScope(visit, input);
  const rule = visit.state.Choices.find((candidate) => evaluateChoiceRule(candidate, scope));
  return follow(visit, input, rule);
}

async function chooseByCondition(visit: Visit<ChoiceState>): Promise<StateResult> {
  for (const [index, rule] of visit.state.Choices.entries()) {
    if (await holds(visit, rule, `Choices[${index}]/Condition`)) {
      return follow(visit, visit.input, rule);
    }
  }
  return follow(visit, visit.input, undefined);
}

async function holds(visit: Visit, rule: ChoiceRule, location: string): Promise<boolean> {
  const value = rule.Condition;
  if (value === undefined) {
    throw new Error(`The rule at ${location} has no Condition.`);
  }
  return evaluateJsonataAs(visit, { value, location }, { type: "boolean", input: visit.input });
}

function follow(
  visit: Visit<ChoiceState>,
  input: JsonValue,
  rule: ChoiceRule | undefined,
): MaybePromise<StateResult> {
  const next = rule?.Next ?? visit.state.Default;
  if (next === undefined) {
    throw new StatesError(
      "States.Runtime",
      "Failed to transition out of the state. The state does not point to a next state.",
    );
  }
  const fields: Chosen = rule ?? visit.state;
  return finishWithInput(visit, input, { next, fields });
}
