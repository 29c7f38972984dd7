import { useState } from "preact/hooks";
import type { RunSteps } from "../../api/client.ts";
import { useWording } from "../../app/context.ts";
import { Panel } from "../../parts/panel.tsx";
import { aroundOf, shownStates } from "./graph-layout.ts";
import { GraphView } from "./graph-view.tsx";
import { StateDetails } from "./state-details.tsx";
import { StatesTable } from "./states-table.tsx";
import { stateToShow } from "./state-words.ts";

/** What became of each state of a run: as a picture or a table, beside the details of one. */
export function StepsPanel({ steps: { states, mapRuns, history } }: { steps: RunSteps }) {
  const { t } = useWording();
  const [isTable, setTable] = useState(false);
  const [chosen, setChosen] = useState<string>();
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const toShow = stateToShow(states, mapRuns);
  const selected = chosen ?? toShow;
  const state = states.find(({ name }) => name === selected);
  // What is around the state to look at is open from the start.
  const opened = toggledIn(new Set(toShow === undefined ? [] : aroundOf(toShow, states)), toggled);
  const inside = states.filter(({ within }) => within !== undefined && within === selected).length;
  return (
    <Panel
      title={t.steps.title}
      aside={
        <div class="segments" role="group" aria-label={t.steps.view}>
          <button type="button" aria-pressed={!isTable} onClick={() => setTable(false)}>
            {t.steps.graph}
          </button>
          <button type="button" aria-pressed={isTable} onClick={() => setTable(true)}>
            {t.steps.table}
          </button>
        </div>
      }
    >
      {!history.whole && <p class="quiet">{t.steps.notWhole}</p>}
      <div class="graph-and-details">
        {isTable ? (
          <StatesTable states={states} mapRuns={mapRuns} onSelect={setChosen} />
        ) : (
          <GraphView
            states={shownStates(states, opened)}
            mapRuns={mapRuns}
            selected={selected}
            followed={chosen === undefined ? toShow : undefined}
            onSelect={setChosen}
          />
        )}
        {state === undefined ? (
          <p class="quiet">{t.steps.choose}</p>
        ) : (
          <StateDetails state={state} mapRuns={mapRuns}>
            {inside > 0 && !isTable && (
              <button
                type="button"
                class="button"
                aria-expanded={opened.has(state.name)}
                onClick={() => setToggled((known) => toggledIn(known, [state.name]))}
              >
                {opened.has(state.name) ? t.steps.close : t.steps.open(String(inside))}
              </button>
            )}
          </StateDetails>
        )}
      </div>
    </Panel>
  );
}

/** Returns the names of a set without those that are toggled, and with those that it lacks. */
function toggledIn(names: ReadonlySet<string>, toggled: Iterable<string>): ReadonlySet<string> {
  const result = new Set(names);
  for (const name of toggled) {
    if (!result.delete(name)) {
      result.add(name);
    }
  }
  return result;
}
