import * as z from "zod";
import { stepStatuses } from "../daily-batch/run-steps.ts";
import { phases } from "../daily-batch/states.ts";
import { runSchema } from "./run-schemas.ts";

const count = z.int().nonnegative();
const moment = z.iso.datetime();
const seconds = z.number().nonnegative();

const edge = z.strictObject({
  to: z.string().describe("Name of the state to which it leads"),
  by: z.enum(["next", "choice", "default", "catch"]).describe("What leads to it"),
});

const stepError = z.strictObject({
  error: z.string(),
  cause: z.string().optional(),
  at: moment,
  item: z
    .strictObject({ index: count.describe("Of the item, from 0"), date: z.iso.date().optional() })
    .optional()
    .describe("The item of the map in which it failed"),
});

const iterations = z.strictObject({ started: count, succeeded: count, failed: count, aborted: count });

const stateSchema = z
  .strictObject({
    name: z.string(),
    type: z.string().describe("As the Amazon States Language writes it: Task, Map, Choice …"),
    comment: z.string().optional(),
    within: z.string().optional().describe("The map or parallel state that it is in"),
    starts: z.boolean().describe("Whether its scope begins with it"),
    ends: z.boolean().describe("Whether its scope ends with it"),
    edges: z.array(edge),
    map: z
      .enum(["inline", "distributed"])
      .optional()
      .describe("Of a map: whether its iterations are executions of their own"),
    phase: z.enum(phases).optional().describe("The phase of the run to which it belongs"),
    status: z
      .enum(stepStatuses)
      .describe(
        "`caught`: it failed, and the run went on by a catcher; `skipped`: the run has ended without it. Of states inside a distributed map, that of the map",
      ),
    visits: z
      .strictObject({
        entered: count,
        running: count,
        succeeded: count,
        caught: count,
        failed: count,
        aborted: count,
      })
      .describe("How often it was entered, and how that ended: a state inside a map once for each item"),
    attempts: count.describe("Of a task: how often it was tried, in all visits"),
    firstEnteredAt: moment.optional(),
    lastExitedAt: moment.optional(),
    errors: z.array(stepError).describe("The first five errors, also of attempts that were repeated"),
    iterations: iterations.optional().describe("Of an inline map"),
  })
  .meta({ id: "RunState" });

const failedChild = z.strictObject({
  execution: z.string().describe("ARN of the child"),
  status: z.string(),
  error: z.string().optional(),
  cause: z.string().optional(),
  objects: z.array(z.string()).describe("Keys of the work objects that it had; empty for a feed"),
  input: z.string().optional().describe("Its input, cut off after 1,000 characters, if it had no objects"),
});

const counts = z.strictObject({
  total: count,
  done: count,
  running: count,
  failed: count,
  pending: count,
});

const mapRunSchema = z
  .strictObject({
    arn: z.string(),
    state: z.string().describe("The distributed map that it is a run of"),
    status: z.string(),
    startedAt: moment,
    stoppedAt: moment.optional(),
    items: counts,
    children: counts.describe("Executions, of which each has several items"),
    failedChildren: z.array(failedChild).describe("At most ten; `children.failed` counts all"),
  })
  .meta({ id: "MapRun" });

const outcome = {
  status: z.string(),
  seconds: seconds.optional().describe("How long it took in the warehouse; absent until it has ended"),
  rows: count.optional().describe("Rows that it returned or wrote; absent until it has ended"),
  error: z.string().optional(),
};

const statementSchema = z
  .strictObject({
    id: z.string(),
    name: z.string().describe("Name of the run and purpose of the statement"),
    ...outcome,
    submittedAt: moment,
    parts: z
      .array(z.strictObject({ sql: z.string().optional(), ...outcome, status: outcome.status.optional() }))
      .describe("The text, or those of a batch in their order"),
  })
  .meta({ id: "RunStatement" });

export const runStepsSchema = z
  .strictObject({
    run: z.string().describe("Name of the run"),
    status: runSchema.shape.status,
    startedAt: moment,
    stoppedAt: moment.optional(),
    states: z
      .array(stateSchema)
      .describe("Every state of the definition that the run has, in its order; inner states after their map"),
    mapRuns: z.array(mapRunSchema).describe("Runs of distributed maps, oldest first"),
    statements: z.array(statementSchema).describe("Statements of the warehouse in the order of submission"),
    history: z
      .strictObject({
        events: count,
        whole: z.boolean().describe("False if it could not be read to its end in time"),
      })
      .describe("What of the execution's history the answer shows"),
  })
  .meta({ id: "RunSteps" });

export type RunSteps = z.infer<typeof runStepsSchema>;
