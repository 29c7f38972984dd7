import { bodyOf, type RunSummary } from "../api/client.ts";
import { useAsked } from "../api/use-asked.ts";
import { useSession, useWording } from "../app/context.ts";
import { durationText } from "../format/time.ts";
import { useLive, useLiveState, useNow, usePolling } from "../live/use-live.ts";
import { StatusBadge } from "../parts/badge.tsx";
import { Link } from "../parts/link.tsx";
import { Empty, FailureNotice, Waiting } from "../parts/notice.tsx";
import { PageTitle } from "../parts/page-title.tsx";
import { Panel } from "../parts/panel.tsx";
import { Moment } from "../parts/times.tsx";
import { hasEnded } from "./phases.ts";
import { StartRun } from "./start-run.tsx";

const shownRuns = 50;
const pollMilliseconds = 5_000;

/** The runs of the daily batch, the newest first, and where one is started. */
export function RunsPage() {
  const { api } = useSession();
  const { t } = useWording();
  const live = useLiveState();
  const { data, failure, again } = useAsked("runs", async () =>
    bodyOf(api.GET("/v1/runs", { params: { query: { limit: shownRuns } } })),
  );
  useLive("runs", (message) => {
    if (message.type === "event") {
      again();
    }
  });
  usePolling(live === "open" ? undefined : pollMilliseconds, again);
  return (
    <>
      <PageTitle title={t.runs.title} lead={t.runs.lead} />
      <Panel title={t.runs.start}>
        <p class="quiet">{t.runs.startLead}</p>
        <StartRun />
      </Panel>
      {failure !== undefined && <FailureNotice failure={failure} again={again} />}
      {data === undefined ? (
        failure === undefined && <Waiting />
      ) : data.runs.length === 0 ? (
        <Empty title={t.runs.empty} hint={t.runs.emptyHint} />
      ) : (
        <div class="table-frame" tabIndex={0} role="group" aria-label={t.runs.title}>
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{t.runs.run}</th>
                <th scope="col">{t.runs.status}</th>
                <th scope="col">{t.runs.started}</th>
                <th scope="col" class="number">
                  {t.runs.took}
                </th>
              </tr>
            </thead>
            <tbody>
              {data.runs.map((run) => (
                <tr key={run.run}>
                  <th scope="row">
                    <Link to={{ page: "run", run: run.run }} class="run-name">
                      {run.run}
                    </Link>
                  </th>
                  <td>
                    <StatusBadge status={run.status} />
                  </td>
                  <td>
                    <Moment time={run.startedAt} />
                  </td>
                  <td class="number">
                    <Took run={run} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

/** How long a run took, or has taken until now. */
export function Took({ run }: { run: Pick<RunSummary, "startedAt" | "stoppedAt" | "status"> }) {
  const now = useNow(hasEnded(run) ? 3_600_000 : 1_000);
  const until = run.stoppedAt === undefined ? now : Date.parse(run.stoppedAt);
  return <>{durationText(until - Date.parse(run.startedAt))}</>;
}
