import { useState } from "preact/hooks";
import { bodyOf, type Export, type ExportChanges } from "../api/client.ts";
import { useAsked } from "../api/use-asked.ts";
import { useSession, useWording } from "../app/context.ts";
import { bytesText, countText } from "../format/number.ts";
import { FailureNotice, Waiting } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import { FilesTable } from "./files-table.tsx";
import { signedText } from "./signed.ts";

/** What to fetch for a version that one has, and how the two differ. */
export function Comparison({ current, versions }: { current: Export; versions: readonly Export[] }) {
  const { api } = useSession();
  const { t } = useWording();
  const older = versions.find(({ current: isCurrent }) => !isCurrent);
  const [since, setSince] = useState((older ?? current).version);
  const { data, failure, again } = useAsked(`${current.date} ${current.version} ${since}`, async () =>
    bodyOf(
      api.GET("/v1/exports/{date}/changes", {
        params: { path: { date: current.date }, query: { since } },
      }),
    ),
  );
  const before = versions.find(({ version }) => version === since);
  return (
    <Panel title={t.day.compare}>
      <label class="field field-inline">
        <span class="field-label">{t.day.compareSince}</span>
        <select
          class="select"
          value={String(since)}
          onChange={({ currentTarget }) => setSince(Number(currentTarget.value))}
        >
          {versions.map(({ version }) => (
            <option key={version} value={String(version)}>
              {t.days.versionShort(String(version))}
            </option>
          ))}
        </select>
      </label>
      {failure !== undefined && <FailureNotice failure={failure} again={again} />}
      {data === undefined ? failure === undefined && <Waiting /> : <Changes changes={data} />}
      {before !== undefined && before.version !== current.version && (
        <Differences before={before} after={current} />
      )}
    </Panel>
  );
}

function Changes({ changes }: { changes: ExportChanges }) {
  const { t, language } = useWording();
  if (changes.export !== undefined) {
    return <p>{t.day.compareWhole(String(changes.export.version))}</p>;
  }
  if (changes.supplements.length === 0) {
    return <p>{t.day.compareNothing}</p>;
  }
  return (
    <>
      <p>{t.day.compareSupplements(countText(changes.supplements.length, language))}</p>
      <FilesTable
        files={changes.supplements.map(({ file }) => file)}
        parquet={changes.supplements.flatMap(({ parquet }) => parquet ?? [])}
      />
    </>
  );
}

function Differences({ before, after }: { before: Export; after: Export }) {
  const { t, language } = useWording();
  const count = (value: number) => countText(value, language);
  const bytes = (value: number) => bytesText(value, language);
  const lines = [
    { label: t.day.rows, of: (each: Export) => each.rows, text: count },
    { label: t.day.conflicts, of: (each: Export) => each.conflicts, text: count },
    { label: t.day.size, of: (each: Export) => each.bytes, text: bytes },
  ];
  return (
    <div class="table-frame" tabIndex={0} role="group" aria-label={t.day.compare}>
      <table class="table">
        <thead>
          <tr>
            <td />
            <th scope="col" class="number">
              {t.days.versionShort(String(before.version))}
            </th>
            <th scope="col" class="number">
              {t.days.versionShort(String(after.version))}
            </th>
            <th scope="col" class="number">
              {t.day.difference}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ label, of, text }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td class="number">{text(of(before))}</td>
              <td class="number">{text(of(after))}</td>
              <td class="number">{signedText(of(after) - of(before), text)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
