import type { ExportMode } from "./export-mode.ts";
import {
  addPartitionSql,
  countSql,
  stageSql,
  unloadConflictsSql,
  unloadParquetSql,
  unloadSql,
} from "../export-sql.ts";
import { awaitedStatement, statementSettings } from "./awaited-statement.ts";
import { jsonata, jsonataText, splice } from "./jsonata.ts";
import type { DailyBatchLimits, DailyBatchNames } from "./names.ts";
import { retryFunction, retryStatement } from "./retries.ts";
import type { ExportStateName, State, StatementName } from "./states.ts";

export const exportsStart: ExportStateName = "Whole?";

/** How often the run was redriven after it was stopped or failed. */
const redriveCount = "$states.context.Execution.RedriveCount";

/** The Data API keeps a session for a day at most. */
const maxKeepAliveSeconds = 86_400;

/** A date is compacted after all exports of the round, so that its staged rows may have to wait for these. */
function keepAliveSeconds({ timeLimitSeconds }: DailyBatchLimits): number {
  return Math.min(maxKeepAliveSeconds, timeLimitSeconds);
}

/**
 * Returns the states that export one date: add a supplement of its late rows to its current export; or
 * register its partition, unload and count it, unload its conflicts where it has any, publish it. The input
 * is `{ date, version, mode, compacts }`, from `ReadCount` on with the counts. Where the date's partition is
 * to be compacted, too, the session of its staged rows is kept, and the answer has its id, `session`.
 */
export function exportStates(
  names: DailyBatchNames,
  limits: DailyBatchLimits,
): Record<string, State<string>> {
  const { warehouse, lakeBucket, downloadsBucket } = names;
  const sqlNames = {
    date: splice("$states.input.date"),
    run: splice("$run"),
    version: splice("$states.input.version"),
    attempt: splice(redriveCount),
    schema: warehouse.schema,
    table: warehouse.table,
    lakeBucket,
    downloadsBucket,
    iamRoleArn: warehouse.iamRoleArn,
  };
  const statement = statementSettings(warehouse, limits, "$pollsOften");
  // One batch, which is one session: the partition is read once, and a date takes few events of a history.
  const unload = [stageSql(sqlNames, limits.quality), unloadSql(sqlNames, limits.localTimeZone)];
  if (limits.parquet) {
    unload.push(unloadParquetSql(sqlNames, limits.localTimeZone));
  }
  unload.push(countSql());
  const own: Record<Exclude<ExportStateName, StatementName>, State<ExportStateName>> = {
    "Whole?": {
      Type: "Choice",
      Choices: [
        {
          Condition: jsonata(`$states.input.mode = '${"supplement" satisfies ExportMode}'`),
          Next: "Supplement",
        },
      ],
      Default: "AddPartition",
    },
    Supplement: {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Arguments: {
        FunctionName: names.functions.supplement,
        Payload: {
          run: jsonata("$run"),
          date: jsonata("$states.input.date"),
          version: jsonata("$states.input.version"),
          quality: limits.quality,
        },
      },
      Output: jsonata("$states.result.Payload"),
      Retry: retryFunction,
      End: true,
    },
    ReadCount: {
      Type: "Task",
      Resource: "arn:aws:states:::aws-sdk:redshiftdata:getStatementResult",
      // The batch's last statement: https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_GetStatementResult.html
      Arguments: { Id: jsonata(`$unloadId & ':${unload.length}'`) },
      Output: {
        date: jsonata("$states.input.date"),
        version: jsonata("$states.input.version"),
        counts: {
          rows: jsonata("$states.result.Records[0][0].LongValue"),
          reports: jsonata("$states.result.Records[0][1].LongValue"),
          conflicts: jsonata("$states.result.Records[0][2].LongValue"),
        },
      },
      Retry: retryStatement,
      Next: "Conflicts?",
    },
    "Conflicts?": {
      Type: "Choice",
      Choices: [{ Condition: jsonata("$states.input.counts.conflicts > 0"), Next: "UnloadConflicts" }],
      Default: "Publish",
    },
    Publish: {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Arguments: {
        FunctionName: names.functions.publish,
        Payload: {
          run: jsonata("$run"),
          date: jsonata("$states.input.date"),
          version: jsonata("$states.input.version"),
          attempt: jsonata("$unloadAttempt"),
          counts: jsonata("$states.input.counts"),
          unloadId: jsonata("$unloadId"),
        },
      },
      Output: jsonata("$merge([$states.result.Payload, {'session': $session}])"),
      Retry: retryFunction,
      End: true,
    },
  };
  return {
    ...awaitedStatement<ExportStateName>({
      ...statement,
      name: "AddPartition",
      sql: jsonataText(addPartitionSql(sqlNames)),
      subject: "'add partition ' & $states.input.date",
      next: "Unload",
    }),
    ...awaitedStatement<ExportStateName>({
      ...statement,
      name: "Unload",
      sql: unload.map(jsonataText),
      subject: "'unload ' & $states.input.date",
      next: "ReadCount",
      // A redrive may continue after this state: then the files are those of the attempt that submitted the
      // statement.
      assign: {
        unloadAttempt: jsonata(redriveCount),
        session: jsonata("$exists($states.result.SessionId) ? $states.result.SessionId : null"),
      },
      keepAliveSeconds: `$states.input.compacts ? ${keepAliveSeconds(limits)} : 0`,
    }),
    ...awaitedStatement<ExportStateName>({
      ...statement,
      name: "UnloadConflicts",
      sql: jsonataText(unloadConflictsSql(sqlNames)),
      subject: "'unload conflicts ' & $states.input.date",
      next: "Publish",
    }),
    ...own,
  };
}
