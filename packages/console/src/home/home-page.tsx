import { useMemo, useState } from "preact/hooks";
import { bodyOf, type Run } from "../api/client.ts";
import { useAsked } from "../api/use-asked.ts";
import { useSession, useWording } from "../app/context.ts";
import { dateIn, datesBetween } from "../format/month.ts";
import { countText } from "../format/number.ts";
import { dateText } from "../format/time.ts";
import { useLive, useLiveState, useNow, usePolling } from "../live/use-live.ts";
import { StatusBadge } from "../parts/badge.tsx";
import { Bars } from "../parts/bars.tsx";
import { Link } from "../parts/link.tsx";
import { FailureNotice } from "../parts/notice.tsx";
import { PageTitle } from "../parts/page-title.tsx";
import { Figure, Panel } from "../parts/panel.tsx";
import { Ago, Moment } from "../parts/times.tsx";
import { EventList } from "./event-list.tsx";
import { may, needsOf, toldNeeds, verdictOf } from "./needs.ts";
import { NeedList } from "./need-list.tsx";
import { ReportsToday, StageFigures } from "./stage-figures.tsx";

const pollMilliseconds = 15_000;
const statusMilliseconds = 30_000;
const heardMilliseconds = 15 * 60_000;

/** What there is to know in the morning: how fresh the exports are, what ran, and what needs a person. */
export function HomePage() {
  const { api, caller } = useSession();
  const { t, language } = useWording();
  const live = useLiveState();
  const now = useNow(60_000);
  const seesDays = may(caller, "exports:read");
  const seesRuns = may(caller, "runs:start");
  const seesPositions = may(caller, "live:read");
  const [progress, setProgress] = useState<Run>();

  const exports = useAsked("exports", async () =>
    seesDays ? bodyOf(api.GET("/v1/exports", { params: { query: {} } })) : undefined,
  );
  const runs = useAsked("runs", async () =>
    seesRuns ? bodyOf(api.GET("/v1/runs", { params: { query: { limit: 5 } } })) : undefined,
  );
  const [last] = runs.data?.runs ?? [];
  const newest = useAsked(`run ${last?.run} ${last?.status}`, async () =>
    last === undefined
      ? undefined
      : bodyOf(api.GET("/v1/runs/{run}", { params: { path: { run: last.run } } })),
  );
  const status = useAsked("status", async () => (seesRuns ? bodyOf(api.GET("/v1/status")) : undefined));
  usePolling(seesRuns ? statusMilliseconds : undefined, status.again);
  const positions = useAsked("positions", async () =>
    seesPositions ? bodyOf(api.GET("/v1/positions", { params: { query: { limit: 10_000 } } })) : undefined,
  );
  useLive(seesRuns ? "runs" : undefined, (message) => {
    if (message.type === "run") {
      setProgress(message.run);
    } else if (message.type === "event") {
      runs.again();
    }
  });
  useLive(seesDays ? "exports" : undefined, (message) => {
    if (message.type === "event") {
      exports.again();
    }
  });
  usePolling(live === "open" ? undefined : pollMilliseconds, () => {
    runs.again();
    exports.again();
  });

  const today = dateIn(caller.timeZone, now);
  const needs = useMemo(
    () =>
      needsOf({
        exports: exports.data,
        runs: runs.data?.runs,
        newest: newest.data,
        today,
        now,
      }),
    [exports.data, runs.data, newest.data, today, now],
  );
  const shown = last?.status === "RUNNING" && progress?.run === last.run ? progress : last;
  const days = exports.data?.exports.toSorted((one, other) => one.date.localeCompare(other.date)) ?? [];
  const newestDay = days.at(-1);
  const heard = positions.data?.features.filter(
    ({ properties }) => now - Date.parse(properties.receivedAt) < heardMilliseconds,
  );
  const failure = exports.failure ?? runs.failure ?? status.failure ?? positions.failure;
  const verdict = verdictOf({
    exports: seesDays ? exports : undefined,
    runs: seesRuns ? runs : undefined,
    newest,
    status: seesRuns ? status : undefined,
  });

  return (
    <>
      <PageTitle title={t.home.title} lead={dateText(today, language)} />
      {failure !== undefined && (
        <FailureNotice failure={failure} again={() => (exports.again(), runs.again())} />
      )}
      <dl class="figures">
        {seesDays && (
          <Figure
            label={t.home.completeThrough}
            hint={exports.data?.completeThrough ? <Moment time={exports.data.completeThrough} /> : undefined}
          >
            {exports.data?.completeThrough ? (
              <Ago time={exports.data.completeThrough} />
            ) : exports.data === undefined ? (
              "…"
            ) : (
              t.home.completeUnknown
            )}
          </Figure>
        )}
        {seesDays && (
          <Figure
            label={t.home.newestDay}
            hint={
              newestDay && (
                <Link to={{ page: "day", date: newestDay.date }}>{dateText(newestDay.date, language)}</Link>
              )
            }
          >
            {newestDay === undefined
              ? exports.data === undefined
                ? "…"
                : t.home.noDays
              : countText(newestDay.rows + newestDay.lateRows, language)}
          </Figure>
        )}
        {seesRuns && (
          <Figure
            label={t.home.lastRun}
            hint={
              shown && (
                <>
                  <Ago time={shown.startedAt} /> ·{" "}
                  <Link to={{ page: "run", run: shown.run }}>{t.home.showRun}</Link>
                </>
              )
            }
          >
            {shown === undefined ? (
              runs.data === undefined ? (
                "…"
              ) : (
                t.home.noRuns
              )
            ) : (
              <StatusBadge status={shown.status} />
            )}
          </Figure>
        )}
        {seesPositions && (
          <Figure
            label={t.home.devices}
            hint={positions.data && t.home.devicesHint(countText(positions.data.features.length, language))}
          >
            {heard === undefined ? "…" : countText(heard.length, language)}
          </Figure>
        )}
      </dl>
      {status.data !== undefined && <StageFigures status={status.data} />}
      <div class="columns">
        <Panel title={t.home.needs}>
          {seesDays || seesRuns ? (
            <NeedList
              needs={needs}
              told={toldNeeds(status.data)}
              verdict={verdict}
              unread={status.data?.unread ?? []}
            />
          ) : (
            <p class="quiet">{t.home.needsUnknown}</p>
          )}
        </Panel>
        <Panel title={t.home.events}>
          <EventList />
        </Panel>
      </div>
      {status.data?.reports !== undefined && <ReportsToday reports={status.data.reports} />}
      {days.length > 1 && (
        <Panel title={t.home.rowsPerDay} aside={<Link to={{ page: "days" }}>{t.nav.days}</Link>}>
          <Bars
            label={`${t.home.rowsPerDay}: ${days.map(({ date, rows }) => `${date} ${countText(rows, language)}`).join(", ")}`}
            values={datesBetween(exports.data?.from ?? today, today).map((date) => {
              const day = days.find((each) => each.date === date);
              return { date, rows: day === undefined ? 0 : day.rows + day.lateRows };
            })}
          />
          <div class="bars-ends small quiet">
            <span>{exports.data?.from}</span>
            <span>{today}</span>
          </div>
        </Panel>
      )}
    </>
  );
}
