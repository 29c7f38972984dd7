import type { ParallelState } from "../definition/state-machine-definition.ts";
import { evaluateJsonataField, evaluateTemplate, selectInput } from "../execution/fields.ts";
import { finish } from "../execution/finish.ts";
import { openFrame } from "../execution/frame.ts";
import { abortedEventOf, runChildren, type Child } from "../execution/run-children.ts";
import { record, type StateResult, type Visit } from "../execution/visit.ts";
import type { JsonValue } from "../json.ts";

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-parallel.html */
export async function parallelState(visit: Visit<ParallelState>): Promise<StateResult> {
  const { state } = visit;
  const input = await branchInput(visit);
  if (!visit.frame.children) record(visit, "ParallelStateStarted");
  const outputs = await runChildren(visit, {
    count: state.Branches.length,
    concurrency: state.Branches.length,
    open: (index) => openFrame(branchOf(state, index).StartAt, input, visit.frame.variables),
    run: (child) => visit.runBlock(branchOf(state, child.index), { ...visit, ...child }),
    leftBehind: (child) => recordAborted(visit, child),
  });
  record(visit, "ParallelStateSucceeded");
  return finish(visit, outputs, state.Next);
}

async function branchInput(visit: Visit<ParallelState>): Promise<JsonValue> {
  const { Arguments, Parameters } = visit.state;
  if (visit.language === "JSONata") {
    if (Arguments === undefined) return visit.input;
    return evaluateJsonataField(visit, { value: Arguments, location: "Arguments" }, { input: visit.input });
  }
  const input = selectInput(visit);
  return Parameters === undefined ? input : evaluateTemplate(visit, Parameters, input);
}

function branchOf(state: ParallelState, index: number) {
  const branch = state.Branches[index];
  if (!branch) throw new Error(`The Parallel state has no branch ${index}.`);
  return branch;
}

function recordAborted(visit: Visit<ParallelState>, child: Child): void {
  const type = branchOf(visit.state, child.index).States[child.frame.stateName]?.Type ?? "";
  const event = abortedEventOf(type);
  if (event) record({ ...visit, trail: child.trail }, event);
}
