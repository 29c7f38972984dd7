import { useState } from "preact/hooks";
import { bodyOf, type Run } from "../api/client.ts";
import { useAsked } from "../api/use-asked.ts";
import { useSession, useWording } from "../app/context.ts";
import { countText } from "../format/number.ts";
import { useLive, useLiveState, usePolling } from "../live/use-live.ts";
import { StatusBadge } from "../parts/badge.tsx";
import { Link } from "../parts/link.tsx";
import { Empty, FailureNotice, Notice, Waiting } from "../parts/notice.tsx";
import { PageTitle } from "../parts/page-title.tsx";
import { Figure, Panel } from "../parts/panel.tsx";
import { Moment } from "../parts/times.tsx";
import { hasEnded, laterRun, phases, phaseStates } from "./phases.ts";
import { remedyOf } from "./remedy.ts";
import { Ledger } from "./ledger.tsx";
import { Took } from "./runs-page.tsx";
import { RunResults } from "./run-results.tsx";
import { StartRun } from "./start-run.tsx";
import { RunSteps } from "./run-steps.tsx";

const pollMilliseconds = 2_000;
/** What is pushed may get lost with a connection. */
const checkMilliseconds = 10_000;

/** One run: where it is, what it has done, and why it failed. */
export function RunPage({ run: name }: { run: string }) {
  const { api } = useSession();
  const { t } = useWording();
  const live = useLiveState();
  const [pushed, setPushed] = useState<Run>();
  const asked = useAsked(name, async () =>
    bodyOf(api.GET("/v1/runs/{run}", { params: { path: { run: name } } })),
  );
  useLive("runs", (message) => {
    if (message.type === "run" && message.run.run === name) {
      setPushed((known) => laterRun(known, message.run));
    } else if (message.type === "event" && "run" in message.event.data && message.event.data.run === name) {
      asked.again();
    }
  });
  const run = asked.data === undefined ? pushed : laterRun(pushed, asked.data);
  const isOver = run !== undefined && hasEnded(run);
  usePolling(isOver ? undefined : live === "open" ? checkMilliseconds : pollMilliseconds, asked.again);
  return (
    <>
      <nav class="crumbs" aria-label={t.runs.title}>
        <Link to={{ page: "runs" }}>{t.run.back}</Link>
      </nav>
      <PageTitle title={name}>{run !== undefined && <StatusBadge status={run.status} />}</PageTitle>
      {asked.failure !== undefined &&
        (asked.failure.status === 404 ? (
          <Empty title={t.run.notFound} hint={t.run.notFoundHint} />
        ) : (
          <FailureNotice failure={asked.failure} again={asked.again} />
        ))}
      {run === undefined ? asked.failure === undefined && <Waiting /> : <ShownRun run={run} />}
    </>
  );
}

function ShownRun({ run }: { run: Run }) {
  const { t } = useWording();
  const remedy = remedyOf(run);
  const isFailed = hasEnded(run) && run.status !== "SUCCEEDED";
  return (
    <>
      {isFailed && (
        <Notice tone="bad" title={t.run.failedIn(t.run.phases[run.phase])}>
          {run.error !== undefined && <p class="mono">{run.error}</p>}
          {run.cause !== undefined && <p class="cause">{run.cause}</p>}
          <p>{t.run.mend[remedy.kind]}</p>
          <p>{t.need.readAt(remedy.page)}</p>
        </Notice>
      )}
      {isFailed && (
        <Panel title={run.date === undefined ? t.run.rerun : t.steps.rerunDate(run.date)}>
          <StartRun date={run.date} />
        </Panel>
      )}
      {run.alreadyRunning !== undefined && <Notice tone="plain" title={t.run.alreadyRunning} />}
      <PhaseSteps run={run} />
      <dl class="figures">
        {run.date !== undefined && <Figure label={t.run.date}>{run.date}</Figure>}
        <Figure label={t.run.took}>
          <Took run={run} />
        </Figure>
        <Figure label={t.run.started}>
          <span class="figure-time">
            <Moment time={run.startedAt} />
          </span>
        </Figure>
        {run.stoppedAt !== undefined && (
          <Figure label={t.run.stopped}>
            <span class="figure-time">
              <Moment time={run.stoppedAt} />
            </span>
          </Figure>
        )}
      </dl>
      {run.map !== undefined && <MapProgress map={run.map} />}
      {run.ledger !== undefined && <Ledger ledger={run.ledger} />}
      <RunResults run={run} />
      <RunSteps run={run} />
    </>
  );
}

function PhaseSteps({ run }: { run: Run }) {
  const { t } = useWording();
  const states = phaseStates(run);
  return (
    <ol class="steps" aria-label={t.run.phase}>
      {phases.map((phase) => (
        <li
          key={phase}
          class={`step step-${states[phase]}`}
          aria-current={states[phase] === "running" ? "step" : undefined}
        >
          <span class="step-mark" aria-hidden="true" />
          <span class="step-name">{t.run.phases[phase]}</span>
          <span class="visually-hidden">{t.run.phaseStates[states[phase]]}</span>
        </li>
      ))}
    </ol>
  );
}

function MapProgress({ map: { total, done, failed } }: { map: NonNullable<Run["map"]> }) {
  const { t, language } = useWording();
  const text = t.run.mapCount(countText(done, language), countText(total, language));
  return (
    <Panel
      title={t.run.map}
      aside={
        <span class="quiet">
          {text}
          {failed > 0 && <span class="bad-text"> · {t.run.mapFailed(countText(failed, language))}</span>}
        </span>
      }
    >
      <progress class="progress" max={Math.max(total, 1)} value={done} aria-label={t.run.map}>
        {text}
      </progress>
    </Panel>
  );
}
