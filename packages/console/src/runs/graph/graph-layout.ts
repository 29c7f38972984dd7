import { Graph, layout } from "@dagrejs/dagre";
import type { RunState } from "../../api/client.ts";

type Point = { x: number; y: number };
type Place = Point & { width: number; height: number };

/** Where a workflow's states and transitions are drawn, in pixels; `x` and `y` are a place's middle. */
export type GraphLayout = {
  width: number;
  height: number;
  /** By the states' names. */
  nodes: ReadonlyMap<string, Place>;
  /** Frames around what is inside a map or parallel state, by its name. */
  groups: ReadonlyMap<string, Place>;
  edges: { id: string; isCatch: boolean; points: Point[] }[];
};

export type DrawnState = Pick<
  RunState,
  "name" | "type" | "within" | "starts" | "ends" | "edges" | "status" | "errors"
>;

type Transition = { id: string; from: string; to: string; isCatch: boolean; isHidden?: boolean };

/** A character of a label, the room beside it for the sign of its status, and the height of a node. */
const characterWidth = 7.9;
const signWidth = 40;
const nodeHeight = 40;
const margin = 16;

/**
 * Lays out the states of a run from top to bottom. What follows a map comes below all that is inside it. Most
 * states have a catcher, and all lead to the same few: those that caught something are drawn alone.
 */
export function graphLayout(states: readonly DrawnState[]): GraphLayout {
  const outer = new Set(states.flatMap(({ within }) => (within === undefined ? [] : [within])));
  const graph = new Graph({ compound: true, multigraph: true });
  graph.setGraph({ rankdir: "TB", nodesep: 24, ranksep: 30, edgesep: 14, marginx: margin, marginy: margin });
  for (const { name } of states) {
    graph.setNode(name, { width: name.length * characterWidth + signWidth, height: nodeHeight });
    if (outer.has(name)) {
      graph.setNode(groupOf(name), {});
      graph.setNode(endOf(name), { width: 1, height: 1 });
    }
  }
  for (const { name, within } of states) {
    if (outer.has(name)) {
      graph.setParent(name, groupOf(name));
      graph.setParent(endOf(name), groupOf(name));
    }
    if (within !== undefined) {
      graph.setParent(outer.has(name) ? groupOf(name) : name, groupOf(within));
    }
  }
  const edges = transitions(states, outer);
  edges.push(...hiddenWays(states, edges));
  for (const { id, from, to } of edges) {
    graph.setEdge(from, to, {}, id);
  }
  layout(graph);
  const placeOf = (id: string): Place => graph.node(id) as Place;
  const nodes = new Map(states.map(({ name }) => [name, placeOf(name)]));
  const shown = edges
    .filter(({ isHidden }) => isHidden !== true)
    .map(({ id, from, to, isCatch }) => {
      const { points } = graph.edge({ v: from, w: to, name: id }) as { points: Point[] };
      return { id, isCatch, points };
    });
  const { width = 0, height = 0 } = graph.graph();
  // The library does not count the bends of transitions.
  const right = Math.max(0, ...shown.flatMap(({ points }) => points.map(({ x }) => x + margin)));
  return {
    width: Math.max(width, right),
    height,
    nodes,
    groups: new Map([...outer].map((name) => [name, placeOf(groupOf(name))])),
    edges: shown,
  };
}

function transitions(states: readonly DrawnState[], outer: ReadonlySet<string>): Transition[] {
  return states.flatMap(({ name, within, starts, ends, edges, status, errors }) => {
    const behind = outer.has(name) ? endOf(name) : name;
    const hasCaught = status === "caught" || errors.length > 0;
    const into = { id: `${within} in ${name}`, from: within ?? "", to: name, isCatch: false };
    const out = { id: `${name} out`, from: behind, to: endOf(within ?? ""), isCatch: false };
    return [
      ...(within !== undefined && starts ? [into] : []),
      ...(within !== undefined && ends ? [out] : []),
      ...edges
        .map(({ to, by }, index) => ({ id: `${name} ${index}`, from: behind, to, isCatch: by === "catch" }))
        .filter(({ isCatch }) => !isCatch || hasCaught),
    ];
  });
}

/** Returns ways to what only catchers lead to, so that it lies below what it follows. */
function hiddenWays(states: readonly DrawnState[], drawn: readonly Transition[]): Transition[] {
  const reached = new Set(drawn.map(({ to }) => to));
  return states.flatMap(({ name, starts }) => {
    const catcher = states.findLast(({ edges }) => edges.some(({ to }) => to === name));
    return starts || reached.has(name) || catcher === undefined
      ? []
      : [{ id: `${name} hidden`, from: catcher.name, to: name, isCatch: true, isHidden: true }];
  });
}

/**
 * Returns the states to draw: those in a map or a parallel state are drawn if it is opened, and all around
 * it.
 */
export function shownStates<State extends Pick<RunState, "name" | "within">>(
  states: readonly State[],
  opened: ReadonlySet<string>,
): State[] {
  return states.filter(({ name }) => aroundOf(name, states).every((outer) => opened.has(outer)));
}

/** Returns the maps and parallel states in which a state is, the innermost first. */
export function aroundOf(name: string, states: readonly Pick<RunState, "name" | "within">[]): string[] {
  const within = states.find((state) => state.name === name)?.within;
  return within === undefined ? [] : [within, ...aroundOf(within, states)];
}

/** Returns the path of a transition, rounded at its points. */
export function edgePath(points: readonly Point[]): string {
  const [first, ...others] = points;
  const last = others.pop();
  if (first === undefined || last === undefined) {
    return "";
  }
  const curves = others.map(({ x, y }, index) => {
    const next = others[index + 1] ?? last;
    return `Q${x} ${y} ${(x + next.x) / 2} ${(y + next.y) / 2}`;
  });
  return [`M${first.x} ${first.y}`, ...curves, `L${last.x} ${last.y}`].join("");
}

/** No state has a name with a line feed. */
function groupOf(name: string): string {
  return `${name}\ngroup`;
}

function endOf(name: string): string {
  return `${name}\nend`;
}
