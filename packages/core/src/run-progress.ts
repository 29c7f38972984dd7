import { z } from "zod";
import type { phases, Run } from "./api/schemas.ts";

/** The part of a history event that is read here: https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html */
export type ProgressEvent = {
  id?: number | undefined;
  previousEventId?: number | undefined;
  type?: string | undefined;
  stateEnteredEventDetails?: { name?: string | undefined; input?: string | undefined } | undefined;
  taskScheduledEventDetails?:
    | { resourceType?: string | undefined; resource?: string | undefined; parameters?: string | undefined }
    | undefined;
  taskSucceededEventDetails?:
    | { resourceType?: string | undefined; resource?: string | undefined; output?: string | undefined }
    | undefined;
};

export type RunProgress = Pick<Run, "statements" | "date"> & { phase: (typeof phases)[number] };

/** The states of `DailyBatch` that begin a phase; the states of an export belong to the phase of its map. */
const phaseOfState = new Map<string, RunProgress["phase"]>([
  ["ListRunning", "plan"],
  ["Distribute", "distribute"],
  ["Summarize", "summarize"],
  ["Exports", "exports"],
  ["Notify", "notify"],
  ["NotifyFailure", "notify"],
]);

/** The state whose input is what `Plan` said. */
const plannedState = "AlreadyRunning?";

const planned = z.looseObject({ date: z.iso.date().optional() });
const scheduled = z.looseObject({ StatementName: z.string() });
const submitted = z.looseObject({ Id: z.string() });
const described = z.looseObject({ Id: z.string(), Status: z.string(), Error: z.string().optional() });

/**
 * How far a run has come, from its whole history, oldest event first: the phase that it is in, its business date, and each statement with the status that
 * the Data API last told the state machine.
 */
export function runProgress(events: readonly ProgressEvent[]): RunProgress {
  const byId = new Map(events.map((event) => [event.id, event]));
  const statements = new Map<string, Run["statements"][number]>();
  let phase: RunProgress["phase"] = "plan";
  let date: string | undefined;
  for (const event of events) {
    const entered = event.stateEnteredEventDetails;
    phase = phaseOfState.get(entered?.name ?? "") ?? phase;
    if (entered?.name === plannedState) date = read(planned, entered.input)?.date ?? date;
    const { resource, output } = event.taskSucceededEventDetails ?? {};
    if (resource === "executeStatement") {
      const id = read(submitted, output)?.Id;
      const name = read(scheduled, scheduledBefore(event, byId)?.parameters)?.StatementName;
      if (id !== undefined) statements.set(id, { id, name: name ?? id, status: "SUBMITTED" });
    }
    if (resource === "describeStatement") {
      const told = read(described, output);
      const known = statements.get(told?.Id ?? "");
      if (told && known) {
        statements.set(known.id, {
          ...known,
          status: told.Status,
          ...(told.Error !== undefined && { error: told.Error }),
        });
      }
    }
  }
  return { phase, statements: [...statements.values()], ...(date !== undefined && { date }) };
}

/** The scheduling of the task that an event is about: each event names the one before it. */
function scheduledBefore(
  event: ProgressEvent,
  byId: ReadonlyMap<number | undefined, ProgressEvent>,
): ProgressEvent["taskScheduledEventDetails"] {
  let before = byId.get(event.previousEventId);
  while (before !== undefined && before.taskScheduledEventDetails === undefined && before.id !== undefined) {
    const earlier = byId.get(before.previousEventId);
    if (earlier === before) return undefined;
    before = earlier;
  }
  return before?.taskScheduledEventDetails;
}

/** JSON text held against a schema; undefined where there is none, or it is something else. */
function read<Schema extends z.ZodType>(
  schema: Schema,
  text: string | undefined,
): z.output<Schema> | undefined {
  if (text === undefined) return undefined;
  const parsed = schema.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : undefined;
}
