import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import type { DiagnosticList } from "./diagnostic.ts";
import type { StatesContainer } from "./validation-context.ts";

type Transition = { target: string; location: string };

/**
 * Checks that each transition of a container leads to one of its states, that a state ends it, and that each
 * state can be reached. AWS does not look for unreachable states where no state ends the workflow.
 */
export function validateTransitions(
  container: StatesContainer,
  states: JsonObject,
  diagnostics: DiagnosticList,
): void {
  const { StartAt: startAt } = container.value;
  const outgoing = new Map<string, Transition[]>();
  for (const [name, state] of Object.entries(states)) {
    const location = `${container.location}/States/${name}`;
    outgoing.set(name, isJsonObject(state) ? transitionsOf(state, location) : []);
  }
  const start =
    typeof startAt === "string" ? [{ target: startAt, location: `${container.location}/StartAt` }] : [];
  for (const { target, location } of [...start, ...[...outgoing.values()].flat()]) {
    if (!outgoing.has(target)) {
      diagnostics.error("MISSING_TRANSITION_TARGET", `Missing 'Next' target: ${target}`, location);
    }
  }
  if (!Object.values(states).some(isTerminal)) {
    diagnostics.error("MISSING_END_STATE", "Workflow has no terminal state", container.location);
    return;
  }
  const reached = reachableFrom(start, outgoing);
  for (const name of outgoing.keys()) {
    if (!reached.has(name)) {
      diagnostics.error(
        "MISSING_TRANSITION_TARGET",
        `State "${name}" is not reachable.`,
        `${container.location}/States/${name}`,
      );
    }
  }
}

function transitionsOf(state: JsonObject, location: string): Transition[] {
  return [
    ...textMember(state, "Next", location),
    ...textMember(state, "Default", location),
    ...(["Choices", "Catch"] as const).flatMap((list) => {
      const items = state[list];
      return Array.isArray(items)
        ? items.flatMap((item, index) =>
            isJsonObject(item) ? textMember(item, "Next", `${location}/${list}[${index}]`) : [],
          )
        : [];
    }),
  ];
}

function textMember(value: JsonObject, name: string, location: string): Transition[] {
  const target = value[name];
  return typeof target === "string" ? [{ target, location: `${location}/${name}` }] : [];
}

function isTerminal(state: JsonValue): boolean {
  return (
    isJsonObject(state) && (state["End"] === true || state["Type"] === "Succeed" || state["Type"] === "Fail")
  );
}

function reachableFrom(
  start: readonly Transition[],
  outgoing: ReadonlyMap<string, Transition[]>,
): Set<string> {
  const reached = new Set<string>();
  const waiting = start.map(({ target }) => target);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (!reached.has(name)) {
      reached.add(name);
      for (const { target } of outgoing.get(name) ?? []) {
        waiting.push(target);
      }
    }
  }
  return reached;
}
