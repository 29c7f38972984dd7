import { Graph, layout } from "@dagrejs/dagre";
import { z } from "zod";
import { colours, unvisited } from "./colours.ts";
import type { StateStatus } from "./state-statuses.ts";
import type { GraphNode, WorkflowGraph } from "./workflow-graph.ts";

const box = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

type Box = z.infer<typeof box>;

const line = z.object({
  points: z.array(z.object({ x: z.number(), y: z.number() })),
  x: z.number().optional(),
  y: z.number().optional(),
});

/** Pixels: a character of a label, the height of a node, the room around the picture. */
const characterWidth = 7;
const nodeHeight = 36;
const margin = 20;

/**
 * Returns a workflow as an SVG picture, laid out from top to bottom, its states coloured by what became of
 * them.
 */
export function svg(graph: WorkflowGraph, statuses: ReadonlyMap<string, StateStatus>): string {
  const drawn = laidOut(graph);
  const { width = 0, height = 0 } = drawn.graph();
  const groups = graph.groups.map(({ id, name }) => groupShape(box.parse(drawn.node(id)), name));
  const edges = graph.edges.map(({ from, to, label, kind }, index) => {
    const path = line.parse(drawn.edge({ v: from, w: to, name: String(index) }));
    return edgeShape(path, { label, dashed: kind === "catch" });
  });
  const nodes = graph.nodes.map((node) => nodeShape(box.parse(drawn.node(node.id)), node, statuses));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${round(width)}" height="${round(height)}" viewBox="0 0 ${round(width)} ${round(height)}" font-family="sans-serif" font-size="12">`,
    `<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 8 4 0 8z" fill="#545b64"/></marker></defs>`,
    ...groups,
    ...edges,
    ...nodes,
    "</svg>",
  ].join("\n");
}

function laidOut(graph: WorkflowGraph): Graph {
  const drawn = new Graph({ compound: true, multigraph: true });
  drawn.setGraph({ rankdir: "TB", nodesep: 40, ranksep: 40, marginx: margin, marginy: margin });
  for (const { id } of graph.groups) {
    drawn.setNode(id, {});
  }
  for (const { id, name, kind } of graph.nodes) {
    const mark = name === "";
    const size = mark ? (kind === "Join" ? 8 : 40) : Math.max(90, textWidth(name) + 24);
    drawn.setNode(id, { width: size, height: mark ? (kind === "Join" ? 8 : 24) : nodeHeight });
  }
  for (const { id, group } of [...graph.groups, ...graph.nodes]) {
    if (group !== undefined) {
      drawn.setParent(id, group);
    }
  }
  for (const [index, { from, to, label }] of graph.edges.entries()) {
    const room = label === "" ? {} : { width: textWidth(label), height: 16, labelpos: "c" as const };
    drawn.setEdge(from, to, room, String(index));
  }
  layout(drawn);
  return drawn;
}

function textWidth(text: string): number {
  return text.length * characterWidth;
}

function groupShape({ x, y, width, height }: Box, name: string): string {
  const left = round(x - width / 2);
  const top = round(y - height / 2);
  return `<rect x="${left}" y="${top}" width="${round(width)}" height="${round(height)}" rx="8" fill="none" stroke="#aab7b8" stroke-dasharray="6 3"><title>${escaped(name)}</title></rect>`;
}

function nodeShape(
  { x, y, width, height }: Box,
  { name, kind }: GraphNode,
  statuses: ReadonlyMap<string, StateStatus>,
): string {
  if (kind === "Join") {
    return `<circle cx="${round(x)}" cy="${round(y)}" r="4" fill="#545b64"/>`;
  }
  const status = name === "" ? undefined : statuses.get(name);
  const { fill, stroke } = status === undefined ? unvisited : colours[status];
  const left = round(x - width / 2);
  const top = round(y - height / 2);
  const text = escaped(name === "" ? kind : name);
  const about = name === "" ? kind : `${kind}${status === undefined ? "" : `, ${status}`}`;
  return [
    `<g><title>${about}</title>`,
    `<rect x="${left}" y="${top}" width="${round(width)}" height="${round(height)}" rx="${name === "" ? 12 : 4}" fill="${fill}" stroke="${stroke}"/>`,
    `<text x="${round(x)}" y="${round(y + 4)}" text-anchor="middle">${text}</text></g>`,
  ].join("");
}

function edgeShape(
  { points, x, y }: z.infer<typeof line>,
  { label, dashed }: { label: string; dashed: boolean },
): string {
  const path = points.map((point, index) => `${index === 0 ? "M" : "L"}${round(point.x)} ${round(point.y)}`);
  const dashes = dashed ? ' stroke-dasharray="4 3"' : "";
  const drawn = `<path d="${path.join("")}" fill="none" stroke="#545b64"${dashes} marker-end="url(#arrow)"/>`;
  if (label === "" || x === undefined || y === undefined) {
    return drawn;
  }
  const text = `<text x="${round(x)}" y="${round(y + 4)}" text-anchor="middle" fill="#545b64" stroke="#ffffff" stroke-width="4" paint-order="stroke">${escaped(label)}</text>`;
  return `${drawn}${text}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
