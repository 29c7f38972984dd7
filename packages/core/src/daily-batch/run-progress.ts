import * as z from "zod";
import type { BatchErrorName } from "./function-errors.ts";
import { type Phase, phaseOfState, plannedState, statementActions } from "./states.ts";

/**
 * The part of a history event that is read here:
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
 */
export type ProgressEvent = {
  id?: number | undefined;
  previousEventId?: number | undefined;
  type?: string | undefined;
  executionFailedEventDetails?: { error?: string | undefined } | undefined;
  stateEnteredEventDetails?: { name?: string | undefined; input?: string | undefined } | undefined;
  taskScheduledEventDetails?:
    | { resourceType?: string | undefined; resource?: string | undefined; parameters?: string | undefined }
    | undefined;
  taskSucceededEventDetails?:
    | { resourceType?: string | undefined; resource?: string | undefined; output?: string | undefined }
    | undefined;
};

/** A statement of the warehouse, with the last status that the state machine saw. */
type StatementProgress = { id: string; name: string; status: string; error?: string };

type RunProgress = { phase: Phase; date?: string; statements: StatementProgress[] };

/** `Summarize` raises it for the children of the map, which tolerates every failure. */
const childrenFailed = "MapRunFailed" satisfies BatchErrorName;

const phaseByName = new Map<string, Phase | null>(Object.entries(phaseOfState));

const planned = z.looseObject({ date: z.iso.date().optional() });
const scheduled = z.looseObject({ StatementName: z.string() });
const submitted = z.looseObject({ Id: z.string() });
const described = z.looseObject({ Id: z.string(), Status: z.string(), Error: z.string().optional() });

/**
 * Returns the progress of a run, from its whole history, oldest event first: the phase that it is in or
 * failed in, its business date, and each statement with the last status that the state machine saw.
 */
export function runProgress(events: readonly ProgressEvent[]): RunProgress {
  const byId = new Map(events.map((event) => [event.id, event]));
  const statements = new Map<string, StatementProgress>();
  let phase: Phase = "plan";
  let date: string | undefined;
  for (const event of events) {
    const entered = event.stateEnteredEventDetails;
    phase = phaseByName.get(entered?.name ?? "") ?? phase;
    if (event.executionFailedEventDetails?.error === childrenFailed) {
      phase = "distribute";
    }
    if (entered?.name === plannedState) {
      date = read(planned, entered.input)?.date ?? date;
    }
    const { resource, output } = event.taskSucceededEventDetails ?? {};
    if (resource === statementActions.submit || resource === statementActions.submitBatch) {
      const id = read(submitted, output)?.Id;
      const name = read(scheduled, scheduledBefore(event, byId)?.parameters)?.StatementName;
      if (id !== undefined) {
        statements.set(id, { id, name: name ?? id, status: "SUBMITTED" });
      }
    }
    if (resource === statementActions.describe) {
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

/** Returns the event that scheduled an event's task: each event names the one before it. */
function scheduledBefore(
  event: ProgressEvent,
  byId: ReadonlyMap<number | undefined, ProgressEvent>,
): ProgressEvent["taskScheduledEventDetails"] {
  let before = byId.get(event.previousEventId);
  while (before !== undefined && before.taskScheduledEventDetails === undefined && before.id !== undefined) {
    const earlier = byId.get(before.previousEventId);
    if (earlier === before) {
      return undefined;
    }
    before = earlier;
  }
  return before?.taskScheduledEventDetails;
}

/** Parses JSON text and checks it against a schema; undefined if there is no text or it does not match. */
function read<Schema extends z.ZodType>(
  schema: Schema,
  text: string | undefined,
): z.output<Schema> | undefined {
  if (text === undefined) {
    return undefined;
  }
  const parsed = schema.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : undefined;
}
