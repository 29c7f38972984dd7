import { useEffect, useState } from "preact/hooks";
import { bodyOf, type Run, type RunSteps as Steps } from "../api/client.ts";
import { useAsked } from "../api/use-asked.ts";
import { useSession, useWording } from "../app/context.ts";
import { useLiveState, usePolling } from "../live/use-live.ts";
import { Boundary } from "../parts/boundary.tsx";
import { FailureNotice } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import { useLoaded } from "../parts/use-loaded.ts";
import { hasEnded } from "./phases.ts";
import { StatementsTable } from "./statements-table.tsx";

const pollMilliseconds = 3_000;
/** What changes the run is pushed, and then its steps are asked for. */
const checkMilliseconds = 15_000;

/** The states of a run and its statements, which follow it while it goes on. */
export function RunSteps({ run }: { run: Run }) {
  const { api } = useSession();
  const { t } = useWording();
  const live = useLiveState();
  const [withSql, setWithSql] = useState(false);
  const asked = useAsked(run.run, async () =>
    bodyOf(api.GET("/v1/runs/{run}/steps", { params: { path: { run: run.run }, query: { sql: withSql } } })),
  );
  const progress = [run.status, run.phase, run.map?.done, run.statements.length, withSql].join(" ");
  useEffect(asked.again, [progress]);
  const pace = live === "open" ? checkMilliseconds : pollMilliseconds;
  usePolling(hasEnded(run) ? undefined : pace, asked.again);
  const steps = asked.data;
  return (
    <>
      {asked.failure !== undefined && <FailureNotice failure={asked.failure} again={asked.again} />}
      {steps !== undefined && (
        <Boundary>
          <LoadedPanel steps={steps} />
        </Boundary>
      )}
      <Panel
        title={t.run.statements}
        aside={
          <label class="check">
            <input
              type="checkbox"
              checked={withSql}
              onChange={({ currentTarget }) => setWithSql(currentTarget.checked)}
            />
            {t.steps.showSql}
          </label>
        }
      >
        <StatementsTable statements={laterStatements(run, steps)} isOver={hasEnded(run)} />
      </Panel>
    </>
  );
}

/** The run may be ahead of its steps, which say more of each statement. */
function laterStatements({ statements }: Run, steps: Steps | undefined) {
  const known = new Map(steps?.statements.map((statement) => [statement.id, statement]));
  return statements.map((statement) => ({ ...known.get(statement.id), ...statement }));
}

/** Laying out a graph takes a library that no other page needs. */
function LoadedPanel({ steps }: { steps: Steps }) {
  const loaded = useLoaded(() => import("./graph/steps-panel.tsx"));
  return loaded === undefined ? null : <loaded.StepsPanel steps={steps} />;
}
