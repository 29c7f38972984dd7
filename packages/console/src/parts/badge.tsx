import type { RunSummary } from "../api/client.ts";
import { useSession, useWording } from "../app/context.ts";
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

/** Whether the page follows the stage by itself. One that shows nothing live does not miss a connection. */
export function LiveBadge() {
  const { live } = useSession();
  const { t } = useWording();
  const state = useLiveState();
  if (state === "off" && !live.isWanted) {
    return null;
  }
  return (
    <div role="status">
      <span class={`badge badge-${state === "open" ? "good" : "plain"}`}>
        <span class={state === "open" ? "dot dot-open" : "dot"} aria-hidden="true" />
        {t.live[state]}
      </span>
      {state === "off" && <p class="small quiet">{t.live.polled}</p>}
    </div>
  );
}
