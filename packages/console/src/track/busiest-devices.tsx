import { useState } from "preact/hooks";
import { useWording } from "../app/context.ts";
import { countText } from "../format/number.ts";
import { Moment } from "../parts/times.tsx";
import type { Picture } from "../picture/cells.ts";

const first = 10;

/** The devices with the most rows; each leads to its track. */
export function BusiestDevices({
  busiest,
  onChoose,
}: {
  busiest: Picture["busiest"];
  onChoose: (device: string) => void;
}) {
  const { t, language } = useWording();
  const [isAll, setIsAll] = useState(false);
  const shown = isAll ? busiest : busiest.slice(0, first);
  return (
    <>
      <div class="table-frame" tabIndex={0} role="group" aria-label={t.track.busiest}>
        <table class="table">
          <caption class="visually-hidden">{t.track.busiest}</caption>
          <thead>
            <tr>
              <th scope="col">{t.positions.device}</th>
              <th scope="col" class="number">
                {t.day.rows}
              </th>
              <th scope="col">{t.track.first}</th>
              <th scope="col">{t.track.last}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ source, device, rows, first: from, last }) => (
              <tr key={`${source}/${device}`}>
                <th scope="row">
                  <button
                    type="button"
                    class="link-button"
                    aria-label={t.track.showOf(device)}
                    onClick={() => onChoose(device)}
                  >
                    {device}
                  </button>
                  {source !== "" && <span class="quiet"> {source}</span>}
                </th>
                <td class="number">{countText(rows, language)}</td>
                <td>
                  <Moment time={from} />
                </td>
                <td>
                  <Moment time={last} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {busiest.length > first && !isAll && (
        <button type="button" class="button" onClick={() => setIsAll(true)}>
          {t.track.all(countText(busiest.length, language))}
        </button>
      )}
    </>
  );
}
