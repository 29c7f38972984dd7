import type { Run } from "../api/client.ts";
import { useWording } from "../app/context.ts";
import { countText } from "../format/number.ts";
import { Figure, Panel } from "../parts/panel.tsx";
import { RejectedTable } from "../parts/rejected-table.tsx";
import { useWidth } from "../parts/use-width.ts";
import { barWidth, type FlowEnd, ledgerFlow } from "./ledger-flow.ts";

type RunLedger = NonNullable<Run["ledger"]>;

/** The balance of a run: what it read, and what became of that. */
export function Ledger({ ledger }: { ledger: RunLedger }) {
  const { t, language } = useWording();
  return (
    <Panel title={t.run.ledger}>
      <p class="quiet">{t.run.ledgerHint}</p>
      <dl class="figures figures-flat">
        {(["objects", "rowsRead", "rowsWritten", "rowsRejected"] as const).map((name) => (
          <Figure key={name} label={t.run[name]}>
            {countText(ledger[name], language)}
          </Figure>
        ))}
      </dl>
      {ledger.rowsRead > 0 && <Flow ledger={ledger} />}
      {ledger.dates !== undefined && ledger.dates.length > 0 && <DatesTable ledger={ledger} />}
      {ledger.rejected !== undefined && <RejectedTable rejected={ledger.rejected} />}
    </Panel>
  );
}

function Flow({ ledger }: { ledger: RunLedger }) {
  const { t, language } = useWording();
  const { width, element } = useWidth(640);
  const { height, bands, ends } = ledgerFlow(ledger, width);
  const nameOf = (end: FlowEnd): string => {
    switch (end.kind) {
      case "read":
        return t.steps.flowRead;
      case "written":
        return t.steps.flowWritten;
      case "rejected":
        return t.steps.flowRejected;
      case "date":
        return end.date;
      case "others":
        return t.steps.flowOthers(countText(end.dates, language));
    }
  };
  const label = [
    ...(["rowsRead", "rowsWritten", "rowsRejected"] as const).map(
      (name) => `${t.run[name]} ${countText(ledger[name], language)}`,
    ),
    ...ends
      .filter(({ kind }) => kind === "date" || kind === "others")
      .map((end) => `${nameOf(end)} ${countText(end.rows, language)}`),
  ].join(", ");
  return (
    <div class="flow-frame" ref={element}>
      <svg class="flow" width={width} height={height} role="img" aria-label={`${t.steps.flow}: ${label}`}>
        {bands.map(({ key, kind, path }) => (
          <path key={key} class={`flow-band flow-${kind}`} d={path} />
        ))}
        {ends.map((end) => {
          const middle = end.y + end.height / 2;
          return (
            <g key={end.key} class={`flow-end flow-${end.kind}`}>
              <rect x={end.x} y={end.y} width={barWidth} height={end.height} rx={2} />
              <text x={end.x + barWidth + 6} y={middle - 3}>
                {nameOf(end)}
              </text>
              <text class="flow-rows" x={end.x + barWidth + 6} y={middle + 13}>
                {countText(end.rows, language)}
              </text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}

/** The figures of the flow, for whoever cannot see it, and the dates that share a bar. */
function DatesTable({ ledger: { dates = [], otherDates } }: { ledger: RunLedger }) {
  const { t, language } = useWording();
  return (
    <details>
      <summary>{t.steps.flowTable}</summary>
      <div class="table-frame" tabIndex={0} role="group" aria-label={t.steps.flowTable}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t.run.date}</th>
              <th scope="col" class="number">
                {t.run.rowsWritten}
              </th>
            </tr>
          </thead>
          <tbody>
            {dates.map(({ date, rows }) => (
              <tr key={date}>
                <th scope="row">{date}</th>
                <td class="number">{countText(rows, language)}</td>
              </tr>
            ))}
            {otherDates !== undefined && (
              <tr>
                <th scope="row">{t.steps.flowOthers(countText(otherDates.dates, language))}</th>
                <td class="number">{countText(otherDates.rows, language)}</td>
              </tr>
            )}
          </tbody>
        </table>
      </div>
    </details>
  );
}
