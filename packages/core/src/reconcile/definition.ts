import { assignFailure, functionTask, resultIs } from "../daily-batch/common-states.ts";
import { awaitedStatement, statementSettings } from "../daily-batch/awaited-statement.ts";
import { jsonata, jsonataText, splice } from "../daily-batch/jsonata.ts";
import { retryFunction, retryStatement } from "../daily-batch/retries.ts";
import type { State } from "../daily-batch/states.ts";
import { countDatesSql, listPartitionsSql, type TableNames } from "../partition-sql.ts";
import type { Begun, Compared, ComparedDays, Repairing } from "./steps.ts";
import type { ComparisonState } from "./states.ts";

/** The resources to which the definition refers. */
export type ReconcileNames = {
  functions: { compare: string; repair: string };
  warehouse: { workgroupName: string; database: string; secretArn: string } & TableNames;
};

/** The settings in the definition. */
export type ReconcileLimits = ComparedDays & {
  /** Records of batches and runs are kept at least so long. */
  recordDays: number;
  /** Between two looks at a run that is at work. */
  waitSeconds: number;
  statementTimeLimitSeconds: number;
  statementPollSeconds: number;
  timeLimitSeconds: number;
};

/**
 * Returns `Reconcile` in the Amazon States Language (JSONata): waits until no run is at work, counts by the
 * warehouse, compares, repairs if it was asked to, and then compares again. If a run has been at work in the
 * meantime, it begins again, as what it has read belongs to no one moment.
 */
export function reconcileDefinition(names: ReconcileNames, limits: ReconcileLimits): object {
  const { functions, warehouse } = names;
  const range = { from: splice("$from"), to: splice("$to") };
  const statement = statementSettings(warehouse, limits);
  const own: Record<Exclude<ComparisonState, "ListPartitions" | "CountDates">, State<ComparisonState>> = {
    Start: {
      Type: "Pass",
      Assign: { run: jsonata("$states.context.Execution.Name"), round: 0, repaired: false },
      Next: "Begin",
    },
    Begin: {
      ...invoke(functions.compare, {
        step: "begin",
        name: jsonata("$run"),
        input: jsonata("$states.context.Execution.Input"),
        days: limits.days,
        countedDays: limits.countedDays,
      }),
      Next: "Begun?",
    },
    "Begun?": {
      Type: "Choice",
      Choices: [{ Condition: resultIs("busy" satisfies Begun["result"]), Next: "BeginWait" }],
      Assign: {
        round: jsonata("$round + 1"),
        from: jsonata("$states.input.from"),
        to: jsonata("$states.input.to"),
        countFrom: jsonata("$states.input.countFrom"),
        repair: jsonata("$states.input.repair"),
        inbox: jsonata("$states.input.inbox"),
      },
      Default: "ListPartitions",
    },
    BeginWait: { Type: "Wait", Seconds: limits.waitSeconds, Next: "Begin" },
    ReadPartitions: {
      ...readResult(
        "listPartitions",
        '{"date": $r[0].StringValue, "location": $r[1].StringValue, "table": $r[2].StringValue}',
        "partitions",
      ),
      Next: "CountDates",
    },
    ReadCounts: {
      ...readResult(
        "countDates",
        '{"date": $r[0].StringValue, "rows": $r[1].LongValue, "reports": $r[2].LongValue}',
        "counts",
      ),
      Next: "Compare",
    },
    Compare: {
      ...invoke(functions.compare, {
        step: "compare",
        name: jsonata("$run"),
        from: jsonata("$from"),
        to: jsonata("$to"),
        countFrom: jsonata("$countFrom"),
        inbox: jsonata("$inbox"),
        // Once: what a repair did not put right needs a person.
        repair: jsonata("$repair and $not($repaired)"),
        repaired: jsonata("$repaired"),
        partitions: jsonata("$partitions"),
        counts: jsonata("$counts"),
        table: { schema: warehouse.schema, table: warehouse.table, daysTable: warehouse.daysTable },
        recordDays: limits.recordDays,
      }),
      Next: "Compared?",
    },
    "Compared?": {
      Type: "Choice",
      Choices: [
        { Condition: resultIs("again" satisfies Compared["result"]), Next: "Begin" },
        { Condition: resultIs("repair" satisfies Compared["result"]), Next: "Repair" },
      ],
      Default: "Compared",
    },
    Compared: { Type: "Succeed" },
    Repair: {
      ...invoke(functions.repair, {
        step: "repair",
        name: jsonata("$run"),
        executionArn: jsonata("$states.context.Execution.Id"),
        inbox: jsonata("$inbox"),
        plan: jsonata("$states.input.plan"),
      }),
      Catch: [{ ErrorEquals: ["States.ALL"], Assign: assignFailure, Next: "ReleaseFailed" }],
      Next: "Repaired?",
    },
    "Repaired?": {
      Type: "Choice",
      Choices: [{ Condition: resultIs("again" satisfies Repairing["result"]), Next: "Begin" }],
      Default: "RepairCatalog",
    },
    RepairCatalog: {
      Type: "Map",
      Items: jsonata("$states.input.statements"),
      ItemSelector: {
        sql: jsonata("$states.context.Map.Item.Value"),
        number: jsonata("$states.context.Map.Item.Index"),
      },
      MaxConcurrency: 1,
      ItemProcessor: {
        ProcessorConfig: { Mode: "INLINE" },
        StartAt: "Alter",
        States: {
          ...awaitedStatement({
            ...statement,
            name: "Alter",
            sql: "$states.input.sql",
            subject: "'repair ' & $string($states.input.number)",
            next: "Altered",
          }),
          Altered: { Type: "Succeed" },
        },
      },
      Catch: [{ ErrorEquals: ["States.ALL"], Assign: assignFailure, Next: "ReleaseFailed" }],
      Next: "Release",
    },
    Release: {
      ...invoke(functions.repair, {
        step: "release",
        executionArn: jsonata("$states.context.Execution.Id"),
      }),
      Assign: { repaired: true },
      Next: "Begin",
    },
    ReleaseFailed: {
      ...invoke(functions.repair, {
        step: "release",
        executionArn: jsonata("$states.context.Execution.Id"),
      }),
      // The next run takes over the inbox from an execution that has ended.
      Catch: [{ ErrorEquals: ["States.ALL"], Next: "Failed" }],
      Next: "Failed",
    },
    Failed: { Type: "Fail", Error: jsonata("$failure.Error"), Cause: jsonata("$failure.Cause") },
  };
  return {
    Comment: "Compares the table's objects, partitions and counts with the exports and the records of runs",
    QueryLanguage: "JSONata",
    TimeoutSeconds: limits.timeLimitSeconds,
    StartAt: "Start" satisfies ComparisonState,
    States: {
      ...own,
      ...awaitedStatement<ComparisonState>({
        ...statement,
        name: "ListPartitions",
        sql: jsonataText(listPartitionsSql(warehouse, range)),
        subject: "'list partitions'",
        next: "ReadPartitions",
      }),
      ...awaitedStatement<ComparisonState>({
        ...statement,
        name: "CountDates",
        sql: jsonataText(countDatesSql(warehouse, { ...range, from: splice("$countFrom") })),
        subject: "'count dates'",
        next: "ReadCounts",
      }),
    },
  };
}

function invoke(functionArn: string, payload: object): State<ComparisonState> {
  return { ...functionTask(functionArn, payload), Retry: retryFunction };
}

/**
 * Returns a state that reads the first page of a statement's result into a variable, with the number of rows
 * that there are in all: `Compare` refuses a result of several pages.
 */
function readResult(statementName: string, row: string, variable: string): State<ComparisonState> {
  return {
    Type: "Task",
    Resource: "arn:aws:states:::aws-sdk:redshiftdata:getStatementResult",
    Arguments: { Id: jsonata(`$${statementName}Id`) },
    Assign: {
      [variable]: {
        total: jsonata("$states.result.TotalNumRows"),
        rows: jsonata(`[$map($states.result.Records, function($r) { ${row} })]`),
      },
    },
    Output: {},
    Retry: retryStatement,
  };
}
