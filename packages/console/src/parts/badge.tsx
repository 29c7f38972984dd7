import type { RunSummary } from "../api/client.ts";
import { useWording } from "../app/context.ts";
import { useLiveState } from "../live/use-live.ts";

const tones: Record<RunSummary["status"], string> = {
  RUNNING: "info",
  SUCCEEDED: "good",
  FAILED: "bad",
  TIMED_OUT: "bad",
  ABORTED: "warn",
};

/** A run's status, by word and colour. */
export function StatusBadge({ status }: { status: RunSummary["status"] }) {
  const { t } = useWording();
  return <span class={`badge badge-${tones[status]}`}>{t.runs.statuses[status]}</span>;
}

/** Whether the page follows the stage by itself. */
export function LiveBadge() {
  const { t } = useWording();
  const state = useLiveState();
  return (
    <span class={`badge badge-${state === "open" ? "good" : "plain"}`} role="status">
      <span class={state === "open" ? "dot dot-open" : "dot"} aria-hidden="true" />
      {t.live[state]}
    </span>
  );
}
