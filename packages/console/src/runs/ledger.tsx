import type { Run } from "../api/client.ts";
import { useWording } from "../app/context.ts";
import { countText } from "../format/number.ts";
import { Figure, Panel } from "../parts/panel.tsx";
import { ledgerFlow } from "./ledger-flow.ts";

/** The balance of a run: what it read, and what became of that. */
export function Ledger({ ledger }: { ledger: NonNullable<Run["ledger"]> }) {
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
    </Panel>
  );
}

function Flow({ ledger }: { ledger: NonNullable<Run["ledger"]> }) {
  const { t, language } = useWording();
  const { width, height, bands, ends } = ledgerFlow(ledger);
  const names = { read: t.steps.flowRead, written: t.steps.flowWritten, rejected: t.steps.flowRejected };
  const label = (["rowsRead", "rowsWritten", "rowsRejected"] as const)
    .map((name) => `${t.run[name]} ${countText(ledger[name], language)}`)
    .join(", ");
  return (
    <svg class="flow" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${t.steps.flow}: ${label}`}>
      {bands.map(({ to, path }) => (
        <path key={to} class={`flow-band flow-${to}`} d={path} />
      ))}
      {ends.map(({ name, x, y, height: tall, rows, anchor }) => (
        <g key={name} class={`flow-end flow-${name}`}>
          <rect x={x} y={y} width={10} height={tall} rx={2} />
          <text x={anchor === "start" ? x + 18 : x - 8} y={y + tall / 2 - 4} text-anchor={anchor}>
            {names[name]}
          </text>
          <text
            class="flow-rows"
            x={anchor === "start" ? x + 18 : x - 8}
            y={y + tall / 2 + 13}
            text-anchor={anchor}
          >
            {countText(rows, language)}
          </text>
        </g>
      ))}
    </svg>
  );
}
