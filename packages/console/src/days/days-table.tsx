import type { Export } from "../api/client.ts";
import { useWording } from "../app/context.ts";
import { bytesText, countText } from "../format/number.ts";
import { dateText } from "../format/time.ts";
import { Link } from "../parts/link.tsx";
import { Moment } from "../parts/times.tsx";

/** The same month as a table, the newest date first. */
export function DaysTable({ exports }: { exports: readonly Export[] }) {
  const { t, language } = useWording();
  const newestFirst = exports.toSorted((one, other) => other.date.localeCompare(one.date));
  return (
    <div class="table-frame" tabIndex={0} role="group" aria-label={t.days.title}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{t.days.date}</th>
            <th scope="col" class="number">
              {t.days.rows}
            </th>
            <th scope="col" class="number">
              {t.days.lateRows}
            </th>
            <th scope="col" class="number">
              {t.days.version}
            </th>
            <th scope="col" class="number">
              {t.days.bytes}
            </th>
            <th scope="col">{t.days.createdAt}</th>
            <th scope="col">{t.days.download}</th>
          </tr>
        </thead>
        <tbody>
          {newestFirst.map(({ date, rows, lateRows, version, bytes, createdAt, files }) => (
            <tr key={date}>
              <th scope="row">
                <Link to={{ page: "day", date }}>{dateText(date, language)}</Link>
              </th>
              <td class="number">{countText(rows, language)}</td>
              <td class="number">{countText(lateRows, language)}</td>
              <td class="number">{version}</td>
              <td class="number">{bytesText(bytes, language)}</td>
              <td>
                <Moment time={createdAt} />
              </td>
              <td>
                {files.length === 1 && files[0] !== undefined ? (
                  <a
                    href={files[0].url}
                    download={files[0].name}
                    aria-label={`${t.day.csv}: ${t.days.download} ${files[0].name}`}
                  >
                    {t.day.csv}
                  </a>
                ) : (
                  <Link to={{ page: "day", date }}>{t.day.files}</Link>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
