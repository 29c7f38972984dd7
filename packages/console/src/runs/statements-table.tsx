import type { Run } from "../api/client.ts";
import { useWording } from "../app/context.ts";

const tones: Record<string, string> = { FINISHED: "good", FAILED: "bad", ABORTED: "warn" };

/** What the run asked of the warehouse, with what became of it. */
export function StatementsTable({ statements }: Pick<Run, "statements">) {
  const { t } = useWording();
  if (statements.length === 0) {
    return <p class="quiet">{t.run.noStatements}</p>;
  }
  return (
    <div class="table-frame" tabIndex={0} role="group" aria-label={t.run.statements}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{t.run.statement}</th>
            <th scope="col">{t.run.status}</th>
          </tr>
        </thead>
        <tbody>
          {statements.map(({ id, name, status, error }) => (
            <tr key={id}>
              <th scope="row" class="mono">
                {name}
                {error !== undefined && <p class="cause">{error}</p>}
              </th>
              <td>
                <span class={`badge badge-${tones[status] ?? "info"}`}>{status}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
