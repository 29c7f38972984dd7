import type { Export } from "../api/client.ts";
import { useWording } from "../app/context.ts";
import { weeksOf } from "../format/month.ts";
import { countText, shortCountText } from "../format/number.ts";
import { dateText } from "../format/time.ts";
import { Link } from "../parts/link.tsx";
import { shadeOf, shades } from "./shade.ts";

const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

/** A month as a calendar: a day's colour is its share of the month's largest day. */
export function Calendar({
  month,
  exports,
  today,
}: {
  month: string;
  exports: readonly Export[];
  today: string;
}) {
  const { t } = useWording();
  const byDate = new Map(exports.map((each) => [each.date, each]));
  const most = Math.max(0, ...exports.map(({ rows, lateRows }) => rows + lateRows));
  return (
    <div class="calendar-frame">
      <table class="calendar">
        <thead>
          <tr>
            {weekdays.map((day) => (
              <th key={day} scope="col">
                {t.days.weekdays[day]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(month).map((week) => (
            <tr key={week.find((date) => date !== undefined)}>
              {week.map((date, place) => (
                <td key={weekdays[place]}>
                  {date !== undefined && (
                    <DayCell date={date} exported={byDate.get(date)} most={most} today={today} />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p class="scale small quiet" aria-hidden="true">
        {t.days.few}
        {Array.from({ length: shades }, (_, shade) => (
          <span key={shade} class={`scale-step shade-${shade + 1}`} />
        ))}
        {t.days.many}
      </p>
    </div>
  );
}

function DayCell({
  date,
  exported,
  most,
  today,
}: {
  date: string;
  exported: Export | undefined;
  most: number;
  today: string;
}) {
  const { t, language } = useWording();
  const number = String(Number(date.slice(8)));
  const isToday = date === today;
  if (exported === undefined) {
    return (
      <div class={isToday ? "day day-none day-today" : "day day-none"}>
        <span class="day-number">{number}</span>
        {date <= today && <span class="visually-hidden">{t.days.none}</span>}
      </div>
    );
  }
  const rows = exported.rows + exported.lateRows;
  const late = exported.lateRows > 0 ? `, ${t.days.lateRows} ${countText(exported.lateRows, language)}` : "";
  return (
    <Link to={{ page: "day", date }} class={`day shade-${shadeOf(rows, most)}${isToday ? " day-today" : ""}`}>
      <span class="visually-hidden">
        {`${dateText(date, language)}: ${t.days.rows} ${countText(rows, language)}, ${t.days.version} ${exported.version}${late}`}
      </span>
      <span class="day-number" aria-hidden="true">
        {number}
      </span>
      <span class="day-rows" aria-hidden="true">
        {shortCountText(rows, language)}
      </span>
      <span class="day-marks" aria-hidden="true">
        {exported.version > 1 && <span>{t.days.versionShort(String(exported.version))}</span>}
        {exported.lateRows > 0 && <span class="day-late">{t.days.late}</span>}
      </span>
    </Link>
  );
}
