import { useWording } from "../app/context.ts";
import { countText } from "../format/number.ts";
import type { Bucket, Shown } from "./statistics.ts";

/** The gaps between fixes, the speeds and the accuracies, by buckets. */
export function Distributions({ shown: { gaps, speeds, accuracies } }: { shown: Shown }) {
  const { t } = useWording();
  return (
    <div class="distributions">
      <Distribution title={t.picture.gaps} unit="s" buckets={gaps} />
      <Distribution title={t.picture.speeds} unit="m/s" buckets={speeds} />
      <Distribution title={t.picture.accuracies} unit="m" buckets={accuracies} />
    </div>
  );
}

function Distribution({ title, unit, buckets }: { title: string; unit: string; buckets: readonly Bucket[] }) {
  const { language } = useWording();
  const most = Math.max(1, ...buckets.map(({ rows }) => rows));
  return (
    <table class="distribution">
      <caption>{title}</caption>
      <tbody>
        {buckets.map(({ from, to, rows }) => (
          <tr key={from}>
            <th scope="row">{to === undefined ? `${from} ${unit} –` : `${from} – ${to} ${unit}`}</th>
            <td>
              <svg class="bucket" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                <rect width={(100 * rows) / most} height="10" rx="1" />
              </svg>
            </td>
            <td class="number">{countText(rows, language)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
