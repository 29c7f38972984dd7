import { colours } from "./colours.ts";
import type { StateStatus } from "./state-statuses.ts";
import type { GraphNode, WorkflowGraph } from "./workflow-graph.ts";

/**
 * Returns a workflow as a Mermaid flowchart, its states coloured by what became of them:
 * https://mermaid.js.org/syntax/flowchart.html
 */
export function mermaid(graph: WorkflowGraph, statuses: ReadonlyMap<string, StateStatus>): string {
  const lines = ["flowchart TB", ...groupLines(graph, undefined, "  ")];
  for (const { from, to, label, kind } of graph.edges) {
    const arrow = kind === "catch" ? "-.->" : "-->";
    lines.push(`  ${from} ${arrow}${label === "" ? "" : `|"${quoted(label)}"|`} ${to}`);
  }
  for (const [status, { fill, stroke }] of Object.entries(colours)) {
    const ids = graph.nodes.filter(({ name }) => name !== "" && statuses.get(name) === status);
    if (ids.length > 0) {
      lines.push(`  classDef ${status} fill:${fill},stroke:${stroke}`);
      lines.push(`  class ${ids.map(({ id }) => id).join(",")} ${status}`);
    }
  }
  return lines.join("\n");
}

function groupLines(graph: WorkflowGraph, group: string | undefined, indent: string): string[] {
  const nodes = graph.nodes.filter((node) => node.group === group).map((node) => `${indent}${shape(node)}`);
  const groups = graph.groups
    .filter((inner) => inner.group === group)
    .flatMap(({ id, name }) => [
      `${indent}subgraph ${id}["${quoted(name)}"]`,
      ...groupLines(graph, id, `${indent}  `),
      `${indent}end`,
    ]);
  return [...nodes, ...groups];
}

function shape({ id, kind, name }: GraphNode): string {
  const text = quoted(name);
  switch (kind) {
    case "Start":
    case "End":
      return `${id}(("${kind}"))`;
    case "Join":
      return `${id}((" "))`;
    case "Choice":
      return `${id}{"${text}"}`;
    case "Task":
    case "Pass":
    case "Wait":
    case "Succeed":
    case "Fail":
    case "Parallel":
    case "Map":
      return `${id}("${text}")`;
  }
}

/** Mermaid takes entities in quoted texts. */
function quoted(text: string): string {
  return text
    .replaceAll("&", "#amp;")
    .replaceAll('"', "#quot;")
    .replaceAll("<", "#lt;")
    .replaceAll(">", "#gt;");
}
