import { unloadCompactedSql, unloadStagedSql } from "../export-sql.ts";
import { awaitedStatement, catching, statementSettings } from "./awaited-statement.ts";
import { functionTask } from "./common-states.ts";
import { jsonata, jsonataText, splice } from "./jsonata.ts";
import type { DailyBatchLimits, DailyBatchNames } from "./names.ts";
import { retryFunction } from "./retries.ts";
import type { CompactionStateName, State, StateName } from "./states.ts";

export const compactionStart: CompactionStateName = "Staged?";

const redriveCount = "$states.context.Execution.RedriveCount";

/** What a compaction gets: a planned date, with the session of its staged rows or null. */
export const compactionItem = {
  date: jsonata("$states.context.Map.Item.Value"),
  session: jsonata(
    "($date := $states.context.Map.Item.Value; $found := $staged[date = $date]; $exists($found) ? $found[0].session : null)",
  ),
};

/**
 * Returns the state that plans the compactions of a run's first round: before the warehouse reads a
 * partition, whose files are written down for the ones that are compacted. A failure leaves them to the next
 * run, and the function's own alarm tells of it.
 */
export function planCompactionsState(functionArn: string, limits: DailyBatchLimits): State<StateName> {
  return {
    ...functionTask(functionArn, {
      step: "plan",
      run: jsonata("$run"),
      exports: jsonata("$states.input.dates"),
      room: jsonata(`$round = 1 ? ${limits.maxCompactions} : 0`),
      maxFiles: limits.maxFiles,
      lastAge: Math.max(...limits.wholes.wholeAges),
    }),
    Assign: { compacting: jsonata("[$states.result.Payload.dates.date]") },
    Output: jsonata("$states.input"),
    Retry: retryFunction,
    Catch: [
      {
        ErrorEquals: ["States.ALL"],
        Assign: { compacting: [] },
        Output: jsonata("$states.input"),
        Next: "Exports",
      },
    ],
    Next: "Exports",
  };
}

/**
 * Returns the states that compact one date: unload its reports anew, from the rows that its export has staged
 * where there is such a session, and move its partition to the new files. The input is `{ date, session }`. A
 * failure does not end the run, whose exports do not depend on it: it is reported, and a later run tries
 * again or finishes what was decided.
 */
export function compactionStates(
  { functions, warehouse, lakeBucket }: DailyBatchNames,
  limits: DailyBatchLimits,
): Record<string, State<string>> {
  const switchState: State<CompactionStateName> = {
    ...functionTask(functions.compact, {
      step: "switch",
      run: jsonata("$run"),
      date: jsonata("$states.input.date"),
      attempt: jsonata("$compactAttempt"),
    }),
    Retry: retryFunction,
    ...catching<CompactionStateName>("ReportFailed"),
    End: true,
  };
  const reportFailed: State<CompactionStateName> = {
    ...functionTask(functions.compact, {
      step: "report failed",
      date: jsonata("$states.input.date"),
      error: jsonata("$states.input.failure.Error"),
      // An error may have no cause.
      cause: jsonata("$string($states.input.failure.Cause)"),
    }),
    Retry: retryFunction,
    End: true,
  };
  const target = {
    date: splice("$states.input.date"),
    run: splice("$run"),
    attempt: splice(redriveCount),
    schema: warehouse.schema,
    table: warehouse.table,
    lakeBucket,
    iamRoleArn: warehouse.iamRoleArn,
  };
  const statement = {
    ...statementSettings(warehouse, limits, "$pollsOften"),
    // A redrive may continue after the statement: then the files are those of the attempt that submitted it.
    assign: { compactAttempt: jsonata(redriveCount) },
    next: "Switch",
    onFailure: "ReportFailed",
  } as const;
  const isStaged: State<CompactionStateName> = {
    Type: "Choice",
    Choices: [{ Condition: jsonata("$states.input.session != null"), Next: "UnloadStaged" }],
    Default: "UnloadCompacted",
  };
  return {
    "Staged?": isStaged,
    ...awaitedStatement<CompactionStateName>({
      ...statement,
      name: "UnloadStaged",
      sql: jsonataText(unloadStagedSql(target)),
      subject: "'compact staged ' & $states.input.date",
      inSession: "$states.input.session",
      // The session has ended, with what was staged in it.
      onRefusal: "UnloadCompacted",
    }),
    ...awaitedStatement<CompactionStateName>({
      ...statement,
      name: "UnloadCompacted",
      sql: jsonataText(unloadCompactedSql(target)),
      subject: "'compact ' & $states.input.date",
    }),
    Switch: switchState,
    ReportFailed: reportFailed,
  };
}
