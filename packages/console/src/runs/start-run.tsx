import { useState } from "preact/hooks";
import { bodyOf } from "../api/client.ts";
import { type ApiFailure, asFailure } from "../api/failure.ts";
import { useSession, useWording } from "../app/context.ts";
import { goTo } from "../app/location.ts";
import { dateIn } from "../format/month.ts";
import { FailureNotice, Notice } from "../parts/notice.tsx";

/** Starts a run, and goes to it. A refused request keeps what was entered. */
export function StartRun({ date: given }: { date?: string | undefined }) {
  const { api, caller } = useSession();
  const { t } = useWording();
  const [date, setDate] = useState(given ?? "");
  const [drain, setDrain] = useState(true);
  const [isStarting, setIsStarting] = useState(false);
  const [failure, setFailure] = useState<ApiFailure>();

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    setIsStarting(true);
    setFailure(undefined);
    try {
      const body = { drain, ...(date !== "" && { date }) };
      const { run } = await bodyOf(api.POST("/v1/runs", { body }));
      goTo({ page: "run", run });
    } catch (error) {
      setFailure(asFailure(error));
      setIsStarting(false);
    }
  }

  return (
    <form class="start-run" onSubmit={(event) => void submit(event)}>
      {failure !== undefined &&
        (failure.code === "RunInProgress" ? (
          <Notice tone="warn" title={t.runs.inProgress} live />
        ) : (
          <FailureNotice failure={failure} />
        ))}
      <div class="start-run-fields">
        {given === undefined && (
          <label class="field">
            <span class="field-label">{t.runs.date}</span>
            <input
              class="input"
              type="date"
              name="date"
              max={dateIn(caller.timeZone, Date.now())}
              value={date}
              onInput={({ currentTarget }) => setDate(currentTarget.value)}
              aria-describedby="date-hint"
            />
            <span id="date-hint" class="small quiet">
              {t.runs.dateHint}
            </span>
          </label>
        )}
        <label class="check">
          <input type="checkbox" checked={drain} onChange={() => setDrain(!drain)} />
          {t.runs.drain}
        </label>
        <button type="submit" class="button button-main" disabled={isStarting}>
          {isStarting ? t.runs.starting : t.runs.submit}
        </button>
      </div>
    </form>
  );
}
