import type { Run, RunStatement } from "../api/client.ts";
import { useWording } from "../app/context.ts";
import { countText, secondsText } from "../format/number.ts";

const tones: Record<string, string> = { FINISHED: "good", FAILED: "bad", ABORTED: "warn" };

type Statement = Run["statements"][number] & Partial<Pick<RunStatement, "seconds" | "rows" | "parts">>;

/** What the run asked of the warehouse, with what became of it, and its SQL where that is known. */
export function StatementsTable({
  statements,
  isOver,
}: {
  statements: readonly Statement[];
  /** Whether the run has ended, so that none follows. */
  isOver: boolean;
}) {
  const { t, language } = useWording();
  const statusWords: Record<string, string> = t.run.statementStatuses;
  if (statements.length === 0) {
    return <p class="quiet">{isOver ? t.run.noStatementsAtAll : t.run.noStatements}</p>;
  }
  return (
    <div class="table-frame" tabIndex={0} role="group" aria-label={t.run.statements}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{t.run.statement}</th>
            <th scope="col">{t.run.status}</th>
            <th scope="col" class="number">
              {t.steps.seconds}
            </th>
            <th scope="col" class="number">
              {t.run.rows}
            </th>
          </tr>
        </thead>
        <tbody>
          {statements.map(({ id, name, status, error, seconds, rows, parts }) => (
            <tr key={id}>
              <th scope="row" class="mono">
                {name}
                {error !== undefined && <p class="cause">{error}</p>}
                <Sql name={name} parts={parts ?? []} />
              </th>
              <td>
                <span class={`badge badge-${tones[status] ?? "info"}`}>{statusWords[status] ?? status}</span>
              </td>
              <td class="number">{seconds !== undefined && secondsText(seconds, language)}</td>
              <td class="number">{rows !== undefined && countText(rows, language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Sql({ name, parts }: { name: string; parts: RunStatement["parts"] }) {
  const { t } = useWording();
  const texts = parts.flatMap(({ sql }) => (sql === undefined ? [] : [sql]));
  return texts.length === 0 ? null : (
    <pre class="sql" tabIndex={0} role="group" aria-label={t.steps.sql(name)}>
      {texts.join(";\n\n")}
    </pre>
  );
}
