import { useEffect, useMemo, useRef } from "preact/hooks";
import type { MapRun, RunState } from "../../api/client.ts";
import { useWording } from "../../app/context.ts";
import { countText } from "../../format/number.ts";
import { edgePath, type GraphLayout, graphLayout } from "./graph-layout.ts";
import { outcomeOf, outcomeSigns } from "./state-words.ts";

/** The workflow as a picture: each state is a button that shows its details. */
export function GraphView({
  states,
  mapRuns,
  selected,
  followed,
  onSelect,
}: {
  states: readonly RunState[];
  mapRuns: readonly MapRun[];
  selected: string | undefined;
  /** The state that stays in view while the run goes on; none once a person has chosen one. */
  followed: string | undefined;
  onSelect: (name: string) => void;
}) {
  const { t } = useWording();
  const frame = useRef<HTMLDivElement>(null);
  const drawn = useDrawn(states);
  const show = (name: string | undefined): void => {
    const place = name === undefined ? undefined : drawn.nodes.get(name);
    if (frame.current !== null && place !== undefined) {
      const { clientWidth, clientHeight } = frame.current;
      frame.current.scrollTo({ left: place.x - clientWidth / 2, top: place.y - clientHeight / 2 });
    }
  };
  // A state that is chosen in the picture is in view already.
  useEffect(() => show(selected), []);
  useEffect(() => show(followed), [followed, drawn]);
  return (
    <div class="graph-frame" ref={frame} tabIndex={0} role="group" aria-label={t.steps.graph}>
      <svg width={drawn.width} height={drawn.height} class="graph">
        <defs>
          <marker
            id="graph-arrow"
            viewBox="0 0 8 8"
            refX="8"
            refY="4"
            markerWidth="7"
            markerHeight="7"
            orient="auto"
          >
            <path class="graph-arrow" d="M0 0 8 4 0 8z" />
          </marker>
        </defs>
        <Groups drawn={drawn} />
        {drawn.edges.map(({ id, isCatch, points }) => (
          <path
            key={id}
            class={isCatch ? "graph-edge graph-edge-catch" : "graph-edge"}
            d={edgePath(points)}
            marker-end="url(#graph-arrow)"
          />
        ))}
        {states.map((state) => (
          <StateNode
            key={state.name}
            state={state}
            place={drawn.nodes.get(state.name)!}
            mapRuns={mapRuns}
            isSelected={state.name === selected}
            onSelect={onSelect}
          />
        ))}
      </svg>
    </div>
  );
}

/** What becomes of the states moves them only where one catches something. */
function useDrawn(states: readonly RunState[]): GraphLayout {
  const subject = states.map(({ name, errors }) => `${name} ${errors.length > 0}`).join("\n");
  return useMemo(() => graphLayout(states), [subject]);
}

function Groups({ drawn }: { drawn: GraphLayout }) {
  return [...drawn.groups].map(([name, { x, y, width, height }]) => (
    <rect
      key={name}
      class="graph-group"
      x={x - width / 2}
      y={y - height / 2}
      width={width}
      height={height}
      rx={10}
    />
  ));
}

function StateNode({
  state,
  place: { x, y, width, height },
  mapRuns,
  isSelected,
  onSelect,
}: {
  state: RunState;
  place: { x: number; y: number; width: number; height: number };
  mapRuns: readonly MapRun[];
  isSelected: boolean;
  onSelect: (name: string) => void;
}) {
  const { t, language } = useWording();
  const { name } = state;
  const outcome = outcomeOf(state, mapRuns);
  const items = mapRuns.filter((run) => run.state === name);
  const sum = (key: "done" | "total") => items.reduce((all, run) => all + run.items[key], 0);
  const progress =
    items.length === 0
      ? ""
      : t.run.mapCount(countText(sum("done"), language), countText(sum("total"), language));
  const choose = () => onSelect(name);
  return (
    <g
      class={`graph-node graph-${outcome}`}
      role="button"
      // In SVG the names of attributes have the case that they are written in.
      tabindex={0}
      aria-pressed={isSelected}
      aria-label={`${[name, progress].filter((text) => text !== "").join(" ")}, ${t.steps.statuses[outcome]}`}
      onClick={choose}
      onKeyDown={(event) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          choose();
        }
      }}
    >
      <rect x={x - width / 2} y={y - height / 2} width={width} height={height} rx={7} />
      <text class="graph-sign" x={x - width / 2 + 12} y={y + 4}>
        {outcomeSigns[outcome]}
      </text>
      <text x={x - width / 2 + 30} y={progress === "" ? y + 4 : y - 2}>
        <tspan>{name}</tspan>{" "}
        {progress !== "" && (
          <tspan class="graph-progress" x={x - width / 2 + 30} dy={15}>
            {progress}
          </tspan>
        )}
      </text>
    </g>
  );
}
