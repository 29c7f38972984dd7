import type { Usage } from "../api/client.ts";
import { useWording } from "../app/context.ts";
import { bytesText, countText } from "../format/number.ts";
import { durationText } from "../format/time.ts";

/** How much of each limit is used at this moment. */
export function LimitsTable({ limits }: Pick<Usage, "limits">) {
  const { t, language } = useWording();
  if (limits.length === 0) {
    return <p class="quiet">{t.clients.noLimits}</p>;
  }
  return (
    <div class="table-frame" tabIndex={0} role="group" aria-label={t.clients.limits}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{t.clients.limit}</th>
            <th scope="col">{t.clients.usedNow}</th>
            <th scope="col" class="number">
              {t.clients.freeIn}
            </th>
          </tr>
        </thead>
        <tbody>
          {limits.map(({ name, limit, used, resetSeconds }) => {
            const text = (value: number) =>
              name.startsWith("bytes") ? bytesText(value, language) : countText(value, language);
            return (
              <tr key={name}>
                <th scope="row">{t.clients.limitNames[name]}</th>
                <td>
                  <progress
                    class="progress"
                    max={Math.max(limit, 1)}
                    value={Math.min(used, limit)}
                    aria-label={t.clients.limitNames[name]}
                  />
                  <span class="small quiet">{t.clients.of(text(used), text(limit))}</span>
                </td>
                <td class="number">{durationText(resetSeconds * 1_000)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
