import { causeText } from "../daily-batch/cause-text.ts";
import { runOutputSchema } from "../daily-batch/output.ts";
import { type AppEvent, eventId } from "./app-event.ts";
import { nameOfChange, type StatusChange, timeOfChange } from "./occurrence.ts";

/** Returns the event of a run that began or ended. Throws ZodError for an output that no run has. */
export function runEvent(change: StatusChange, stage: string): AppEvent {
  const { name: run, status, error = null, cause = null, output } = change;
  const time = timeOfChange(change);
  const common = { id: eventId("run", ...nameOfChange(change)), time, stage };
  const startedAt = new Date(change.startDate).toISOString();
  switch (status) {
    case "RUNNING":
      return { ...common, type: "runs.started", data: { run, startedAt } };
    case "SUCCEEDED":
      return {
        ...common,
        type: "runs.succeeded",
        data: { run, startedAt, stoppedAt: time, ...outcomeOf(output) },
      };
    case "FAILED":
    case "TIMED_OUT":
    case "ABORTED": {
      const shown = cause === null ? null : causeText(cause);
      return {
        ...common,
        type: "runs.failed",
        data: { run, startedAt, stoppedAt: time, status, error, cause: shown },
      };
    }
  }
}

function outcomeOf(text: string | null | undefined): { dates: string[]; otherRun: string | null } {
  const output = runOutputSchema.parse(JSON.parse(text ?? "null"));
  if (output.result === "already_running") {
    return { dates: [], otherRun: output.runningExecution.split(":").at(-1) ?? output.runningExecution };
  }
  const dates = new Set([...output.exports, ...output.supplements].map(({ date }) => date));
  return { dates: [...dates].toSorted(), otherRun: null };
}
