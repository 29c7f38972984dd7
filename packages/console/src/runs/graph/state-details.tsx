import type { ComponentChildren } from "preact";
import type { MapRun, RunState } from "../../api/client.ts";
import { useWording } from "../../app/context.ts";
import { countText } from "../../format/number.ts";
import { durationText } from "../../format/time.ts";
import { useNow } from "../../live/use-live.ts";
import { Figure } from "../../parts/panel.tsx";
import { Moment } from "../../parts/times.tsx";
import { type Outcome, outcomeOf, outcomeTones, tookMilliseconds } from "./state-words.ts";

/** What became of one state: its times, its items, what went wrong and in which objects. */
export function StateDetails({
  state,
  mapRuns,
  children,
}: {
  state: RunState;
  /** Those of the whole run. */
  mapRuns: readonly MapRun[];
  children: ComponentChildren;
}) {
  const { t, language } = useWording();
  const now = useNow(state.status === "running" ? 1_000 : 3_600_000);
  const took = tookMilliseconds(state, now);
  const { visits, attempts, errors, iterations } = state;
  return (
    <div class="state-details" role="region" aria-label={t.steps.details}>
      <h3 class="state-name">
        {state.name} <StateBadge outcome={outcomeOf(state, mapRuns)} />
      </h3>
      {state.comment !== undefined && <p class="quiet">{state.comment}</p>}
      <dl class="figures figures-flat">
        <Figure label={t.steps.type}>{state.type}</Figure>
        {took !== undefined && <Figure label={t.run.took}>{durationText(took)}</Figure>}
        {visits.entered > 1 && <Figure label={t.steps.visits}>{countText(visits.entered, language)}</Figure>}
        {attempts > 1 && <Figure label={t.steps.attempts}>{countText(attempts, language)}</Figure>}
        {iterations !== undefined && (
          <Figure label={t.steps.iterations}>
            {t.run.mapCount(
              countText(iterations.succeeded, language),
              countText(iterations.started, language),
            )}
          </Figure>
        )}
        {state.firstEnteredAt !== undefined && (
          <Figure label={t.steps.entered}>
            <span class="figure-time">
              <Moment time={state.firstEnteredAt} />
            </span>
          </Figure>
        )}
      </dl>
      {children}
      {mapRuns
        .filter((run) => run.state === state.name)
        .map((run) => (
          <MapRunDetails key={run.arn} run={run} />
        ))}
      {errors.map(({ error, cause, at, item }) => (
        <div key={`${at} ${error}`} class="state-error">
          <p class="mono">
            {error}
            {item?.date !== undefined && ` (${item.date})`}
          </p>
          {cause !== undefined && <p class="cause">{cause}</p>}
          <p class="quiet">
            <Moment time={at} />
          </p>
        </div>
      ))}
    </div>
  );
}

function MapRunDetails({ run: { items, failedChildren, children } }: { run: MapRun }) {
  const { t, language } = useWording();
  const text = t.run.mapCount(countText(items.done, language), countText(items.total, language));
  return (
    <>
      <progress class="progress" max={Math.max(items.total, 1)} value={items.done} aria-label={t.steps.items}>
        {text}
      </progress>
      <p class="quiet">
        {text}
        {items.failed > 0 && ` · ${t.run.mapFailed(countText(items.failed, language))}`}
      </p>
      {failedChildren.map(({ execution, error, cause, objects, input }) => (
        <div key={execution} class="state-error">
          <p class="mono">{error}</p>
          {cause !== undefined && <p class="cause">{cause}</p>}
          {objects.length > 0 && <p class="quiet">{t.steps.objects}</p>}
          <ul class="objects">
            {objects.map((key) => (
              <li key={key} class="mono">
                {key}
              </li>
            ))}
          </ul>
          {input !== undefined && <p class="mono quiet">{input}</p>}
        </div>
      ))}
      {children.failed > failedChildren.length && (
        <p class="quiet">
          {t.steps.moreChildren(
            countText(failedChildren.length, language),
            countText(children.failed, language),
          )}
        </p>
      )}
    </>
  );
}

/** What became of a state, by word and colour. */
export function StateBadge({ outcome }: { outcome: Outcome }) {
  const { t } = useWording();
  return <span class={`badge badge-${outcomeTones[outcome]}`}>{t.steps.statuses[outcome]}</span>;
}
