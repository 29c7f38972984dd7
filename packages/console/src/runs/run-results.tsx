import type { Run } from "../api/client.ts";
import { useSession, useWording } from "../app/context.ts";
import { countText } from "../format/number.ts";
import { may } from "../home/needs.ts";
import { Link } from "../parts/link.tsx";
import { Panel } from "../parts/panel.tsx";

/** What a run has published, left as it was, or left to the next one. */
export function RunResults({ run }: { run: Run }) {
  const { caller } = useSession();
  const { t, language } = useWording();
  const results = [
    ...(run.exports ?? []).map((each) => ({ ...each, kind: t.run.published })),
    ...(run.supplements ?? []).map(({ supplement, ...each }) => ({
      ...each,
      kind: t.run.supplemented(String(supplement)),
    })),
    ...(run.unchanged ?? []).map((each) => ({ ...each, kind: t.run.unchanged })),
    ...(run.superseded ?? []).map(({ date, version, by }) => ({
      date,
      version,
      rows: by.rows,
      kind: t.run.superseded(String(by.version)),
    })),
  ];
  if (results.length === 0 && run.left === undefined) {
    return null;
  }
  return (
    <Panel title={t.run.exports}>
      {results.length > 0 && (
        <div class="table-frame" tabIndex={0} role="group" aria-label={t.run.exports}>
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{t.run.date}</th>
                <th scope="col">{t.run.kind}</th>
                <th scope="col" class="number">
                  {t.run.version}
                </th>
                <th scope="col" class="number">
                  {t.run.rows}
                </th>
              </tr>
            </thead>
            <tbody>
              {results.map(({ date, kind, version, rows }) => (
                <tr key={`${date} ${kind} ${version}`}>
                  <th scope="row">
                    {may(caller, "exports:read") ? <Link to={{ page: "day", date }}>{date}</Link> : date}
                  </th>
                  <td>{kind}</td>
                  <td class="number">{version}</td>
                  <td class="number">{countText(rows, language)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {run.left !== undefined && <p>{t.run.left(run.left.join(", "))}</p>}
    </Panel>
  );
}
