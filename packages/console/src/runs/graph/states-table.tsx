import type { MapRun, RunState } from "../../api/client.ts";
import { useWording } from "../../app/context.ts";
import { durationText } from "../../format/time.ts";
import { StateBadge } from "./state-details.tsx";
import { outcomeOf, tookMilliseconds } from "./state-words.ts";

/** What the picture shows, as a table. */
export function StatesTable({
  states,
  mapRuns,
  onSelect,
}: {
  states: readonly RunState[];
  mapRuns: readonly MapRun[];
  onSelect: (name: string) => void;
}) {
  const { t } = useWording();
  return (
    <div class="table-frame" tabIndex={0} role="group" aria-label={t.steps.table}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{t.steps.state}</th>
            <th scope="col">{t.run.status}</th>
            <th scope="col">{t.steps.type}</th>
            <th scope="col" class="number">
              {t.run.took}
            </th>
          </tr>
        </thead>
        <tbody>
          {states.map((state) => {
            const took = tookMilliseconds(state, Date.now());
            return (
              <tr key={state.name}>
                <th scope="row">
                  <button type="button" class="link-button" onClick={() => onSelect(state.name)}>
                    {state.name}
                  </button>
                  {state.within !== undefined && <span class="quiet"> {t.steps.within(state.within)}</span>}
                </th>
                <td>
                  <StateBadge outcome={outcomeOf(state, mapRuns)} />
                </td>
                <td>{state.type}</td>
                <td class="number">{took === undefined ? "" : durationText(took)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
