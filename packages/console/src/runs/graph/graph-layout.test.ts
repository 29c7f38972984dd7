import { expect, it } from "vitest";
import { aroundOf, type DrawnState, edgePath, graphLayout, shownStates } from "./graph-layout.ts";

const state = (name: string, to: string[], more: Partial<DrawnState> = {}): DrawnState => ({
  name,
  type: "Task",
  status: "waiting",
  errors: [],
  starts: false,
  ends: to.length === 0,
  edges: to.map((each) => ({ to: each, by: "next" })),
  ...more,
});

const states = [
  state("Plan", ["Anything?"], { starts: true }),
  state("Anything?", ["Distribute", "Nothing"]),
  state("Distribute", ["Summarize"]),
  state("DistributeBatch", ["Check"], { within: "Distribute", starts: true }),
  state("Check", [], { within: "Distribute" }),
  state("Summarize", ["Done"], {
    edges: [
      { to: "Done", by: "next" },
      { to: "Failed", by: "catch" },
    ],
  }),
  state("Nothing", []),
  state("Failed", []),
  state("Done", []),
];

const { nodes, groups, edges, width, height } = graphLayout(states);
const box = ({
  x,
  y,
  width: wide,
  height: high,
}: {
  x: number;
  y: number;
  width: number;
  height: number;
}) => ({
  left: x - wide / 2,
  right: x + wide / 2,
  top: y - high / 2,
  bottom: y + high / 2,
});

it("draws every state within the picture, and none over another", () => {
  const boxes = states.map(({ name }) => box(nodes.get(name)!));
  for (const [index, one] of boxes.entries()) {
    expect(Math.min(one.left, one.top)).toBeGreaterThanOrEqual(0);
    expect(one.right).toBeLessThanOrEqual(width);
    expect(one.bottom).toBeLessThanOrEqual(height);
    for (const other of boxes.slice(index + 1)) {
      const isApart =
        one.right <= other.left ||
        other.right <= one.left ||
        one.bottom <= other.top ||
        other.bottom <= one.top;
      expect(isApart).toBe(true);
    }
  }
});

it("draws what is inside a map in its frame, and what follows the map below it", () => {
  const frame = box(groups.get("Distribute")!);
  for (const name of ["Distribute", "DistributeBatch", "Check"]) {
    const inner = box(nodes.get(name)!);
    expect(inner.left).toBeGreaterThanOrEqual(frame.left);
    expect(inner.right).toBeLessThanOrEqual(frame.right);
    expect(inner.bottom).toBeLessThanOrEqual(frame.bottom);
  }
  expect(box(nodes.get("Summarize")!).top).toBeGreaterThanOrEqual(frame.bottom);
});

it("draws each transition, and of the catchers those that caught something", () => {
  expect(edges.filter(({ isCatch }) => isCatch)).toEqual([]);
  // Six transitions, and the way into the map and out of it.
  expect(edges).toHaveLength(8);
  expect(edges.every(({ points }) => points.length > 1)).toBe(true);
  const caught = states.map((each) => ({
    ...each,
    ...(each.name === "Summarize" && { status: "caught" as const }),
  }));
  expect(graphLayout(caught).edges.filter(({ isCatch }) => isCatch)).toHaveLength(1);
});

it("draws what only catchers lead to below what it follows", () => {
  expect(nodes.get("Failed")!.y).toBeGreaterThan(nodes.get("Summarize")!.y);
});

it("leaves out what is inside a map until it is opened", () => {
  const names = (opened: string[]) => shownStates(states, new Set(opened)).map(({ name }) => name);
  expect(names([])).not.toContain("Check");
  expect(names(["Distribute"])).toContain("Check");
  expect(aroundOf("Check", states)).toEqual(["Distribute"]);
  expect(aroundOf("Plan", states)).toEqual([]);
  // A closed map is a state as any other.
  expect(graphLayout(shownStates(states, new Set())).groups.size).toBe(0);
});

it("rounds a transition at its points", () => {
  expect(edgePath([])).toBe("");
  const points = [0, 10, 20].map((y) => ({ x: 5, y }));
  expect(edgePath(points)).toBe("M5 0Q5 10 5 15L5 20");
});
