import { useState } from "preact/hooks";
import { bodyOf } from "../api/client.ts";
import { useAsked } from "../api/use-asked.ts";
import { useSession, useWording } from "../app/context.ts";
import { dateTimeFormat } from "../format/formats.ts";
import { dateIn, datesOf, monthAfter, monthOf } from "../format/month.ts";
import { countText } from "../format/number.ts";
import { localeOf } from "../format/time.ts";
import { useLive } from "../live/use-live.ts";
import { Link } from "../parts/link.tsx";
import { Empty, FailureNotice, Waiting } from "../parts/notice.tsx";
import { PageTitle } from "../parts/page-title.tsx";
import { Calendar } from "./calendar.tsx";
import { DaysTable } from "./days-table.tsx";

const views = ["calendar", "table"] as const;

/** A month of exports. */
export function DaysPage({ month: asked }: { month: string | undefined }) {
  const { api, caller } = useSession();
  const { t, language } = useWording();
  const today = dateIn(caller.timeZone, Date.now());
  const month = asked ?? monthOf(today);
  const [view, setView] = useState<(typeof views)[number]>("calendar");
  const dates = datesOf(month);
  const range = { from: dates[0] ?? today, to: dates.at(-1) ?? today };
  const { data, failure, again } = useAsked(month, async () =>
    bodyOf(api.GET("/v1/exports", { params: { query: range } })),
  );
  useLive("exports", again);
  const exports = data?.exports ?? [];
  const rows = exports.reduce((sum, each) => sum + each.rows + each.lateRows, 0);
  const name = dateTimeFormat(localeOf(language), {
    year: "numeric",
    month: "long",
    timeZone: "UTC",
  });

  return (
    <>
      <PageTitle title={t.days.title} lead={t.days.lead} />
      <div class="toolbar">
        <div class="month">
          <Link to={{ page: "days", month: monthAfter(month, -1) }} class="button button-square">
            <span aria-hidden="true">‹</span>
            <span class="visually-hidden">{t.days.earlier}</span>
          </Link>
          <h2 class="month-name">{name.format(new Date(`${month}-01T00:00:00Z`))}</h2>
          {month < monthOf(today) && (
            <Link to={{ page: "days", month: monthAfter(month, 1) }} class="button button-square">
              <span aria-hidden="true">›</span>
              <span class="visually-hidden">{t.days.later}</span>
            </Link>
          )}
        </div>
        {data !== undefined && exports.length > 0 && (
          <p class="quiet">{t.days.month(countText(rows, language), countText(exports.length, language))}</p>
        )}
        <div class="segments" role="group" aria-label={t.days.view}>
          {views.map((each) => (
            <button key={each} type="button" aria-pressed={view === each} onClick={() => setView(each)}>
              {t.days[each]}
            </button>
          ))}
        </div>
      </div>
      {failure !== undefined && <FailureNotice failure={failure} again={again} />}
      {data === undefined ? (
        failure === undefined && <Waiting />
      ) : exports.length === 0 && view === "table" ? (
        <Empty title={t.days.empty} hint={t.days.emptyHint} />
      ) : view === "calendar" ? (
        <>
          <Calendar month={month} exports={exports} today={today} />
          {exports.length === 0 && <Empty title={t.days.empty} hint={t.days.emptyHint} />}
        </>
      ) : (
        <DaysTable exports={exports} />
      )}
    </>
  );
}
