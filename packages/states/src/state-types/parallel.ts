import type { ParallelState } from "../definition/state-machine-definition.ts";
import { evaluateParameters, selectInput } from "../state-execution/fields.ts";
import { finish } from "../state-execution/finish.ts";
import { openFrame } from "../state-execution/frame.ts";
import { abortedEventOf, runChildren, type Child } from "./run-children.ts";
import { record, type StateResult, type Visit } from "../state-execution/visit.ts";

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-parallel.html */
export async function parallelState(visit: Visit<ParallelState>): Promise<StateResult> {
  const { state } = visit;
  const input = await evaluateParameters(
    visit,
    state,
    visit.language === "JSONata" ? visit.input : selectInput(visit),
  );
  if (visit.run.mock) {
    return finish(visit, visit.run.mock.work(), state.Next);
  }
  const { frame } = visit;
  if (frame.progress?.outcome !== undefined) {
    return finish(visit, frame.progress.outcome.result, state.Next);
  }
  if (!frame.children) {
    record(visit, "ParallelStateStarted");
    frame.children = [];
  }
  const outputs = await runChildren(visit, {
    count: state.Branches.length,
    concurrency: state.Branches.length,
    open: (index) => openFrame(branchOf(state, index).StartAt, input, visit.frame.variables),
    run: (child) => visit.runBlock(branchOf(state, child.index), { ...visit, ...child }),
    aborted: (child) => recordAborted(visit, child),
  });
  record(visit, "ParallelStateSucceeded");
  frame.progress = { ...frame.progress, outcome: { result: outputs } };
  return finish(visit, outputs, state.Next);
}

function branchOf(state: ParallelState, index: number) {
  const branch = state.Branches[index];
  if (!branch) {
    throw new Error(`The Parallel state has no branch ${index}.`);
  }
  return branch;
}

function recordAborted(visit: Visit<ParallelState>, child: Child): void {
  const type = branchOf(visit.state, child.index).States[child.frame.stateName]?.Type ?? "";
  const event = abortedEventOf(type);
  if (event) {
    record({ ...visit, trail: child.trail }, event);
  }
}
