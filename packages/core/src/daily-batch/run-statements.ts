import * as z from "zod";
import type { ProgressEvent } from "./run-progress.ts";
import { statementActions } from "./states.ts";

/** A statement of the warehouse, as the state machine submitted it and last saw it. */
export type RunStatement = {
  id: string;
  /** Name of the run and purpose of the statement. */
  name: string;
  status: string;
  submittedAt: string;
  /** How long it took in the warehouse; absent until it has ended. */
  seconds?: number;
  /** Rows that it returned or wrote; absent until it has ended. */
  rows?: number;
  error?: string;
  /** The text, or those of a batch, each with how it ended. */
  parts: { sql: string; status?: string; seconds?: number; rows?: number; error?: string }[];
};

type StatementEvent = ProgressEvent & { timestamp?: Date | undefined };

/** A truncated text is not JSON any more, and then what it says is left out. */
const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue("is not JSON");
    return z.NEVER;
  }
});

const scheduledSchema = json.pipe(
  z.looseObject({
    StatementName: z.string(),
    Sql: z.string().optional(),
    Sqls: z.array(z.string()).optional(),
  }),
);
const submittedSchema = json.pipe(z.looseObject({ Id: z.string() }));
const outcome = {
  Status: z.string().optional(),
  Duration: z.number().optional(),
  ResultRows: z.number().optional(),
  Error: z.string().optional(),
};
const describedSchema = json.pipe(
  z.looseObject({
    Id: z.string(),
    ...outcome,
    SubStatements: z.array(z.looseObject(outcome)).optional(),
  }),
);

const nanosecondsOfSecond = 1e9;

/**
 * Returns the statements of an execution in the order of their submission, from its whole history with its
 * data: the Data API forgets a statement after a day, and the history keeps it for 90.
 */
export function runStatements(events: readonly StatementEvent[]): RunStatement[] {
  const statements = new Map<string, RunStatement>();
  const scheduled = new Map<number, StatementEvent>();
  for (const event of events) {
    const { id = 0, previousEventId = 0 } = event;
    const task = event.taskScheduledEventDetails === undefined ? scheduled.get(previousEventId) : event;
    if (task !== undefined && event.stateEnteredEventDetails === undefined) {
      scheduled.set(id, task);
    }
    const { resource, output } = event.taskSucceededEventDetails ?? {};
    if (resource === statementActions.submit || resource === statementActions.submitBatch) {
      const submitted = submittedSchema.safeParse(output).data;
      if (submitted !== undefined) {
        statements.set(submitted.Id, submittedStatement(submitted.Id, task));
      }
    }
    if (resource === statementActions.describe) {
      const described = describedSchema.safeParse(output).data;
      const known = described && statements.get(described.Id);
      if (described && known) {
        statements.set(known.id, asDescribed(known, described));
      }
    }
  }
  return [...statements.values()];
}

function submittedStatement(id: string, task: StatementEvent | undefined): RunStatement {
  const asked = scheduledSchema.safeParse(task?.taskScheduledEventDetails?.parameters).data;
  const texts = asked?.Sqls ?? (asked?.Sql === undefined ? [] : [asked.Sql]);
  return {
    id,
    name: asked?.StatementName ?? id,
    status: "SUBMITTED",
    submittedAt: (task?.timestamp ?? new Date(0)).toISOString(),
    parts: texts.map((sql) => ({ sql })),
  };
}

type Described = z.infer<typeof describedSchema>;

function asDescribed(known: RunStatement, described: Described): RunStatement {
  const { SubStatements: subs = [] } = described;
  return {
    ...known,
    status: described.Status ?? known.status,
    ...outcomeOf(described),
    parts: known.parts.map(({ sql }, index) => {
      const sub = subs[index];
      return {
        sql,
        ...(sub?.Status !== undefined && { status: sub.Status }),
        ...(sub && outcomeOf(sub)),
      };
    }),
  };
}

/** Until a statement has ended, its duration is 0 or less, and so are its rows. */
function outcomeOf({
  Duration,
  ResultRows,
  Error: error,
}: Pick<Described, "Duration" | "ResultRows" | "Error">): Pick<RunStatement, "seconds" | "rows" | "error"> {
  return {
    ...(Duration !== undefined && Duration > 0 && { seconds: Duration / nanosecondsOfSecond }),
    ...(ResultRows !== undefined && ResultRows >= 0 && { rows: ResultRows }),
    ...(error !== undefined && { error }),
  };
}
