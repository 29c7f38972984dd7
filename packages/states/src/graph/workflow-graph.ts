import {
  blocksWithin,
  type State,
  type StateMachineDefinition,
  type StatesBlock,
} from "../definition/state-machine-definition.ts";
import type { JsonObject, JsonValue } from "../json.ts";

/** A state, or one of the marks where a block begins and ends. */
export type GraphNode = {
  id: string;
  kind: State["Type"] | "Start" | "End" | "Join";
  /** The state's name; of a mark, nothing. */
  name: string;
  /** The group that the node is in. */
  group: string | undefined;
};

/** The states inside of a Parallel or Map state, the state itself at their head. */
type GraphGroup = { id: string; name: string; group: string | undefined };

type GraphEdge = { from: string; to: string; label: string; kind: "next" | "catch" };

export type WorkflowGraph = { nodes: GraphNode[]; groups: GraphGroup[]; edges: GraphEdge[] };

/** Returns the states of a definition and where each leads. */
export function workflowGraph(definition: StateMachineDefinition): WorkflowGraph {
  const graph: WorkflowGraph = { nodes: [], groups: [], edges: [] };
  const start = addNode(graph, { kind: "Start", name: "", group: undefined });
  const end = addNode(graph, { kind: "End", name: "", group: undefined });
  addBlock(graph, definition, { from: start, to: end, group: undefined });
  return graph;
}

function addNode(graph: WorkflowGraph, node: Omit<GraphNode, "id">): string {
  const id = `n${graph.nodes.length}`;
  graph.nodes.push({ id, ...node });
  return id;
}

type Place = { from: string; to: string; group: string | undefined };

/** Adds the states of a block between the nodes that lead to it and from it. */
function addBlock(graph: WorkflowGraph, block: StatesBlock, { from, to, group }: Place): void {
  const entries = new Map<string, string>();
  const exits = new Map<string, string>();
  for (const [name, state] of Object.entries(block.States)) {
    const inner = blocksWithin(state);
    if (inner.length === 0) {
      const id = addNode(graph, { kind: state.Type, name, group });
      entries.set(name, id);
      exits.set(name, id);
      continue;
    }
    const own = `g${graph.groups.length}`;
    graph.groups.push({ id: own, name, group });
    const head = addNode(graph, { kind: state.Type, name, group: own });
    const join = addNode(graph, { kind: "Join", name: "", group: own });
    entries.set(name, head);
    exits.set(name, join);
    for (const { block: branch } of inner) {
      addBlock(graph, branch, { from: head, to: join, group: own });
    }
  }
  const lead = (edge: GraphEdge) => graph.edges.push(edge);
  lead({ from, to: entries.get(block.StartAt) ?? to, label: "", kind: "next" });
  for (const [name, state] of Object.entries(block.States)) {
    const exit = exits.get(name) ?? from;
    for (const { next, label, kind } of transitionsOf(state)) {
      const at = kind === "catch" ? (entries.get(name) ?? exit) : exit;
      lead({ from: at, to: entries.get(next) ?? to, label, kind });
    }
    if (endsBlock(state)) {
      lead({ from: exit, to, label: "", kind: "next" });
    }
  }
}

function endsBlock(state: State): boolean {
  return state.Type === "Succeed" || state.Type === "Fail" || ("End" in state && state.End);
}

type Transition = { next: string; label: string; kind: GraphEdge["kind"] };

function transitionsOf(state: State): Transition[] {
  const found: Transition[] = [];
  if ("Next" in state && state.Next !== undefined) {
    found.push({ next: state.Next, label: "", kind: "next" });
  }
  if (state.Type === "Choice") {
    for (const rule of state.Choices) {
      found.push({ next: rule.Next, label: shortened(ruleText(rule)), kind: "next" });
    }
    if (state.Default !== undefined) {
      found.push({ next: state.Default, label: "Default", kind: "next" });
    }
  }
  for (const { ErrorEquals, Next } of "Catch" in state ? (state.Catch ?? []) : []) {
    found.push({ next: Next, label: shortened(ErrorEquals.join(", ")), kind: "catch" });
  }
  return found;
}

/** Returns a choice rule as a person would say it: `$.count NumericLessThan 3`. */
function ruleText(rule: JsonObject): string {
  const { Condition, Variable, And, Or, Not } = rule;
  if (Condition !== undefined) {
    return valueText(Condition).replace(/^\{%\s*|\s*%\}$/g, "");
  }
  const all = And ?? Or;
  if (Array.isArray(all)) {
    return all.map(partText).join(And === undefined ? " or " : " and ");
  }
  if (Not !== undefined) {
    return `not ${partText(Not)}`;
  }
  const operator = Object.keys(rule).find(
    (name) => !["Variable", "Next", "Comment", "Assign"].includes(name),
  );
  return `${valueText(Variable ?? "")} ${operator ?? ""} ${JSON.stringify(rule[operator ?? ""])}`;
}

function valueText(value: JsonValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function partText(part: JsonValue): string {
  return ruleText(Object(part));
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
