import { useState } from "preact/hooks";
import { useSession, useWording } from "../app/context.ts";
import { countText } from "../format/number.ts";
import { clockText } from "../format/time.ts";
import type { Track } from "./read-track.ts";

const rowsOfPage = 50;

/** The rows of a track, a page at a time: a device may have a hundred thousand. */
export function TrackTable({ track }: { track: Track }) {
  const { caller } = useSession();
  const { t, language } = useWording();
  const [from, setFrom] = useState(0);
  const count = track.times.length;
  const to = Math.min(count, from + rowsOfPage);
  const number = (value: number | undefined, digits: number) =>
    value === undefined || Number.isNaN(value) ? "" : value.toFixed(digits);
  return (
    <details>
      <summary>{t.track.rows}</summary>
      <div class="table-frame" tabIndex={0} role="group" aria-label={t.track.rows}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t.positions.time}</th>
              <th scope="col">{t.positions.place}</th>
              <th scope="col" class="number">
                {t.track.speed}
              </th>
              <th scope="col" class="number">
                {t.track.accuracy}
              </th>
              <th scope="col">{t.track.quality}</th>
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: to - from }, (_, offset) => from + offset).map((row) => (
              <tr key={row}>
                <th scope="row">{clockText(track.times[row]!, { timeZone: caller.timeZone, language })}</th>
                <td>{`${number(track.latitudes[row], 6)}, ${number(track.longitudes[row], 6)}`}</td>
                <td class="number">{number(track.speeds[row], 1)}</td>
                <td class="number">{number(track.accuracies[row], 0)}</td>
                <td>{track.qualities[row]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="field-inline">
        <button
          type="button"
          class="button button-small"
          disabled={from === 0}
          onClick={() => setFrom(Math.max(0, from - rowsOfPage))}
        >
          {t.track.earlier}
        </button>
        <span class="quiet">
          {t.track.page(countText(from + 1, language), countText(to, language), countText(count, language))}
        </span>
        <button
          type="button"
          class="button button-small"
          disabled={to === count}
          onClick={() => setFrom(from + rowsOfPage)}
        >
          {t.track.later}
        </button>
      </div>
    </details>
  );
}
