import { unloadCompactedSql, unloadStagedSql } from "../export-sql.ts";
import { awaitedStatement, catching } from "./awaited-statement.ts";
import { functionTask } from "./common-states.ts";
import { jsonata, jsonataText, splice } from "./jsonata.ts";
import type { DailyBatchLimits, DailyBatchNames } from "./names.ts";
import { retryFunction } from "./retries.ts";
import type { CompactionStateName, State } from "./states.ts";

export const compactionStart: CompactionStateName = "Staged?";

const redriveCount = "$states.context.Execution.RedriveCount";

/**
 * Returns the states that compact one date: unload its reports anew, from the rows that its export has staged
 * where there is such a session, and move its partition to the new files. The input is `{ date, session }`. A
 * failure does not end the run, whose exports do not depend on it: it is reported, and a later run tries again
 * or finishes what was decided.
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
    workgroupName: warehouse.workgroupName,
    database: warehouse.database,
    secretArn: warehouse.secretArn,
    timeLimitSeconds: limits.statementTimeLimitSeconds,
    pollSeconds: limits.statementPollSeconds,
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
