import { useState } from "preact/hooks";
import { bodyOf, type Export } from "../api/client.ts";
import { useAsked } from "../api/use-asked.ts";
import { useSession, useWording } from "../app/context.ts";
import { dateTimeFormat } from "../format/formats.ts";
import { dateAfter, dateIn, monthOf } from "../format/month.ts";
import { countText } from "../format/number.ts";
import { dateText } from "../format/time.ts";
import { may } from "../home/needs.ts";
import { useLive, usePolling } from "../live/use-live.ts";
import { Link } from "../parts/link.tsx";
import { Empty, FailureNotice, Notice, Waiting } from "../parts/notice.tsx";
import { PageTitle } from "../parts/page-title.tsx";
import { Figure, Panel } from "../parts/panel.tsx";
import { Moment } from "../parts/times.tsx";
import { DayPicture } from "../picture/day-picture.tsx";
import { StartRun } from "../runs/start-run.tsx";
import { Comparison } from "./comparison.tsx";
import { FilesTable } from "./files-table.tsx";

/** Signed links are valid for 15 minutes. */
const linksMilliseconds = 10 * 60_000;

/** One business date: its versions, its files, and what has changed between versions. */
export function DayPage({ date }: { date: string }) {
  const { api, caller } = useSession();
  const { t, language } = useWording();
  const [chosen, setChosen] = useState<number>();
  const { data, failure, again } = useAsked(date, async () => {
    const query = { from: date, to: date, versions: "all" as const };
    const { exports } = await bodyOf(api.GET("/v1/exports", { params: { query } }));
    return exports.toSorted((one, other) => other.version - one.version);
  });
  useLive("exports", again);
  usePolling(linksMilliseconds, again);
  const today = dateIn(caller.timeZone, Date.now());
  const current = data?.find((each) => each.current);
  const shown = data?.find(({ version }) => version === chosen) ?? current;

  return (
    <>
      <nav class="crumbs" aria-label={t.days.title}>
        <Link to={{ page: "days", month: monthOf(date) }}>{t.day.back}</Link>
        <span class="crumbs-turn">
          <Link to={{ page: "day", date: dateAfter(date, -1) }}>
            <span class="visually-hidden">{t.day.previous} </span>
            <span aria-hidden="true">‹ </span>
            {dateAfter(date, -1)}
          </Link>
          {date < today && (
            <Link to={{ page: "day", date: dateAfter(date, 1) }}>
              <span class="visually-hidden">{t.day.next} </span>
              {dateAfter(date, 1)}
              <span aria-hidden="true"> ›</span>
            </Link>
          )}
        </span>
      </nav>
      <PageTitle title={dateText(date, language)} />
      {failure !== undefined && <FailureNotice failure={failure} again={again} />}
      {data === undefined && failure === undefined && <Waiting />}
      {data !== undefined && shown === undefined && <Empty title={t.day.missing} hint={t.day.missingHint} />}
      {shown !== undefined && (
        <>
          {data !== undefined && data.length > 1 && (
            <Versions versions={data} shown={shown} onChoose={setChosen} />
          )}
          <DayFigures exported={shown} />
          {shown.removedAt === undefined && <DayPicture key={`${date} ${shown.version}`} exported={shown} />}
          <Files exported={shown} />
          {current !== undefined && data !== undefined && <Comparison current={current} versions={data} />}
        </>
      )}
      {may(caller, "runs:start") && data !== undefined && date <= today && (
        <Panel title={current === undefined ? t.day.runFirst : t.day.runAgain}>
          {current !== undefined && <p class="quiet">{t.day.runAgainHint}</p>}
          <StartRun date={date} />
        </Panel>
      )}
    </>
  );
}

function Versions({
  versions,
  shown,
  onChoose,
}: {
  versions: readonly Export[];
  shown: Export;
  onChoose: (version: number) => void;
}) {
  const { t } = useWording();
  return (
    <div class="segments segments-row" role="group" aria-label={t.day.versions}>
      {versions.map(({ version, current }) => (
        <button
          key={version}
          type="button"
          aria-pressed={version === shown.version}
          onClick={() => onChoose(version)}
        >
          {t.days.versionShort(String(version))}
          {current && ` · ${t.day.currentVersion}`}
        </button>
      ))}
    </div>
  );
}

function DayFigures({ exported }: { exported: Export }) {
  const { caller } = useSession();
  const { t, language } = useWording();
  const { rows, lateRows, conflicts, version, createdAt, completeThrough, run } = exported;
  return (
    <dl class="figures">
      <Figure
        label={t.day.rows}
        hint={lateRows > 0 ? `+ ${countText(lateRows, language)} ${t.days.late}` : undefined}
      >
        {countText(rows, language)}
      </Figure>
      <Figure label={t.day.conflicts} hint={t.day.conflictsHint}>
        {countText(conflicts, language)}
      </Figure>
      <Figure label={t.day.version} hint={<Moment time={createdAt} />}>
        {version}
      </Figure>
      <Figure
        label={t.day.run}
        hint={
          completeThrough && (
            <>
              {t.day.completeThrough} <Moment time={completeThrough} />
            </>
          )
        }
      >
        {may(caller, "runs:start") ? (
          <Link to={{ page: "run", run }} class="run-name">
            {run}
          </Link>
        ) : (
          <span class="run-name">{run}</span>
        )}
      </Figure>
    </dl>
  );
}

function Files({ exported }: { exported: Export }) {
  const { t } = useWording();
  const { files, parquet, removedAt, supplements } = exported;
  if (removedAt !== undefined) {
    return (
      <Panel title={t.day.files}>
        <Notice tone="plain" title={t.day.removed(removedAt)} />
      </Panel>
    );
  }
  const [first] = files;
  const late = supplements.map(({ number, file, parquet: typed }) => ({
    title: t.day.supplement(String(number)),
    files: [file],
    parquet: typed === undefined ? [] : [typed],
  }));
  return (
    <Panel title={t.day.files}>
      <FilesTable files={files} parquet={parquet} />
      {late.length > 0 && (
        <>
          <h3>{t.day.supplements}</h3>
          <p class="quiet">{t.day.supplementsHint}</p>
          {late.map(({ title, ...each }) => (
            <FilesTable key={title} {...each} />
          ))}
        </>
      )}
      {first !== undefined && (
        <p class="small quiet">
          <LinksUntil expiresAt={first.expiresAt} />
        </p>
      )}
    </Panel>
  );
}

function LinksUntil({ expiresAt }: { expiresAt: string }) {
  const { caller } = useSession();
  const { t, language } = useWording();
  const until = dateTimeFormat(language, {
    timeZone: caller.timeZone,
    timeStyle: "short",
    hourCycle: "h23",
  });
  return <>{t.day.linksUntil(until.format(new Date(expiresAt)))}</>;
}
