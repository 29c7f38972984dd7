import { causeText } from "../daily-batch/cause-text.ts";
import { type Arrival, arrivedFile } from "../file-intake/arrived-file.ts";
import type { Receipt } from "../file-intake/receipt.ts";
import { type AppEvent, eventId } from "./app-event.ts";
import { nameOfChange, type StatusChange, timeOfChange } from "./occurrence.ts";

/**
 * Returns the event of an execution of the intake that ended. The receipt decides, if the file is this
 * execution's: a file whose mail could not be sent is registered nevertheless. Undefined for an execution
 * that began, for a file that another execution has, that was replaced, or whose contents were registered
 * before: nothing has come of these.
 */
export function intakeEvent(
  change: StatusChange,
  { arrival, receipt }: { arrival: Arrival; receipt: Receipt | undefined },
  stage: string,
): AppEvent | undefined {
  if (change.status === "RUNNING") {
    return undefined;
  }
  const own = receipt?.execution === change.name ? receipt : undefined;
  const common = {
    id: eventId("intake", ...nameOfChange(change)),
    time: own?.endedAt ?? timeOfChange(change),
    stage,
  };
  const file = arrivedFile(arrival);
  const named = {
    client: file?.client ?? null,
    file: own?.id ?? null,
    name: file?.name ?? arrival.detail.object.key,
  };
  if (own?.status === "registered" && own.rows !== null) {
    return { ...common, type: "intake.registered", data: { ...named, rows: own.rows } };
  }
  if (change.status === "SUCCEEDED" || (receipt !== undefined && own === undefined)) {
    return undefined;
  }
  return {
    ...common,
    type: "intake.failed",
    data: { ...named, reason: own?.reason ?? reasonOf(change) },
  };
}

function reasonOf({ status, error, cause }: StatusChange): string {
  const shown = cause == null ? undefined : causeText(cause);
  return [error ?? status, shown].filter((part) => part !== undefined).join(": ");
}
