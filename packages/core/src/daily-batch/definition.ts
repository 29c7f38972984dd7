import { assignFailure, functionTask, resultIs } from "./common-states.ts";
import { workPrefix } from "../work-keys.ts";
import { mapResultsPrefix } from "../run-keys.ts";
import {
  compactionItem,
  compactionStart,
  compactionStates,
  planCompactionsState,
} from "./compaction-states.ts";
import { drainStates } from "./drain-states.ts";
import { exportsStart, exportStates } from "./export-states.ts";
import { feedsStates } from "./feed-states.ts";
import { jsonata, jsonataText, splice } from "./jsonata.ts";
import type { DailyBatchLimits, DailyBatchNames } from "./names.ts";
import type { Conclusion, Publication, Supplemented } from "./output.ts";
import type { Plan } from "./plan.ts";
import type { ExportMode } from "./export-mode.ts";
import { fewDates, maxDatesOfRun } from "./history-budget.ts";
import { begun, subject, succeeded } from "./run-variables.ts";
import { retryFunction, retryService } from "./retries.ts";
import { plannedState, type State, type StateName } from "./states.ts";

/** Label of the Distributed Map: part of the ARNs of its children, which the machine's role must name. */
export const distributeLabel = "Distribute";

const catchAll: NonNullable<State<StateName>["Catch"]> = [
  { ErrorEquals: ["States.ALL"], Assign: assignFailure, Next: "Release" },
];

/**
 * The cause of a failure, without the stack trace that Lambda adds to a function's error: people read it in
 * the notification, the console and the API.
 */
const shownCause = jsonata('$replace($failure.Cause, /,"trace":\\[.*\\]\\}$/, "}")');

/** A state machine in the Amazon States Language. */
type Definition = {
  Comment: string;
  QueryLanguage: "JSONata";
  TimeoutSeconds: number;
  StartAt: StateName;
  States: Record<StateName, State<StateName>>;
};

/**
 * Returns `DailyBatch` in the Amazon States Language (JSONata), from names, ARNs and limits alone. The type
 * of its states and their transitions is `StateName`: renaming a state only here, or only in the table of
 * phases, does not compile. Throws RangeError if a run may export more dates than its history has room for.
 */
export function dailyBatchDefinition(names: DailyBatchNames, limits: DailyBatchLimits): Definition {
  const { functions, lakeBucket } = names;
  const most = maxDatesOfRun(limits);
  if (limits.maxDates > most) {
    throw new RangeError(
      `maxDates is ${limits.maxDates}, but at these limits a run's history has room for only ${most} dates`,
    );
  }
  const room = jsonata(
    `${limits.maxDates} - $count($exports) - $count($supplements) - $count($unchanged) - $count($superseded)`,
  );
  return {
    Comment: "Distributes the inbox by business date and exports one CSV for each date that it touched",
    QueryLanguage: "JSONata",
    TimeoutSeconds: limits.timeLimitSeconds,
    StartAt: "Plan",
    States: {
      Plan: {
        ...invoke(functions.plan, {
          executionArn: jsonata("$states.context.Execution.Id"),
          executionName: jsonata("$states.context.Execution.Name"),
          startTime: jsonata("$states.context.Execution.StartTime"),
          input: jsonata("$states.context.Execution.Input"),
        }),
        Next: plannedState,
      },
      [plannedState]: {
        Type: "Choice",
        Choices: [
          { Condition: resultIs("already_running" satisfies Plan["result"]), Next: "AlreadyRunning" },
          {
            Condition: resultIs("feed" satisfies Plan["result"]),
            Assign: { ...begun, feed: jsonata("$states.input.feed") },
            Next: "PlanFeeds",
          },
        ],
        Assign: {
          ...begun,
          feed: null,
          drain: jsonata("$states.input.drain"),
          drainBegan: jsonata("$millis()"),
        },
        Default: "Drain?",
      },
      AlreadyRunning: {
        Type: "Succeed",
        Comment: "Another run has the inbox, and exports the date too; the output names it",
      },
      ...drainStates(names, limits),
      Distribute: {
        Type: "Map",
        Label: distributeLabel,
        ItemReader: {
          Resource: "arn:aws:states:::s3:listObjectsV2",
          Arguments: { Bucket: lakeBucket, Prefix: workPrefix },
        },
        ItemSelector: {
          Key: jsonata("$states.context.Map.Item.Value.Key"),
          Size: jsonata("$states.context.Map.Item.Value.Size"),
          Etag: jsonata("$states.context.Map.Item.Value.Etag"),
        },
        ItemBatcher: { MaxItemsPerBatch: limits.objectsPerBatch, BatchInput: { run: jsonata("$run") } },
        MaxConcurrency: limits.maxConcurrency,
        // Tolerates all failures: Summarize then fails the run with every child's error, where Step Functions
        // would only say that a child failed. And one corrupt object holds up only its own batch.
        ToleratedFailurePercentage: 100,
        ItemProcessor: {
          ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
          StartAt: "DistributeBatch",
          States: {
            DistributeBatch: {
              Type: "Task",
              Resource: "arn:aws:states:::lambda:invoke",
              Arguments: { FunctionName: functions.distribute, Payload: jsonata("$states.input") },
              Output: jsonata("$states.result.Payload"),
              Retry: retryFunction,
              End: true,
            },
          },
        },
        ResultWriter: {
          Resource: "arn:aws:states:::s3:putObject",
          Arguments: { Bucket: lakeBucket, Prefix: jsonata(jsonataText(mapResultsPrefix(splice("$run")))) },
        },
        Catch: catchAll,
        Next: "Settle",
      },
      // Late rows are in the folders of their dates, which the partitions of all pending dates must read.
      Settle: {
        ...invoke(functions.compact, { step: "settle", run: jsonata("$run"), round: jsonata("$round") }),
        Output: jsonata("$states.input"),
        Next: "Summarize",
      },
      Summarize: {
        ...invoke(functions.summarize, {
          run: jsonata("$run"),
          date: jsonata("$date"),
          round: jsonata("$round"),
          room,
          map: jsonata("$states.input"),
          wholes: limits.wholes,
          drain: jsonata("$drain"),
          completeThrough: jsonata("$completeThrough"),
        }),
        Assign: {
          ledger: jsonata("$states.result.Payload.ledger"),
          pollsOften: jsonata(
            `$round = 1 and $count($states.result.Payload.dates[mode = '${"whole" satisfies ExportMode}']) <= ${fewDates}`,
          ),
        },
        Next: "PlanCompactions",
      },
      PlanCompactions: planCompactionsState(functions.compact, limits),
      Exports: {
        Type: "Map",
        Items: jsonata("$states.input.dates"),
        ItemSelector: {
          date: jsonata("$states.context.Map.Item.Value.date"),
          version: jsonata("$states.context.Map.Item.Value.version"),
          mode: jsonata("$states.context.Map.Item.Value.mode"),
          compacts: jsonata("$states.context.Map.Item.Value.date in $compacting"),
        },
        MaxConcurrency: limits.maxExports,
        ItemProcessor: {
          ProcessorConfig: { Mode: "INLINE" },
          StartAt: exportsStart,
          States: exportStates(names, limits),
        },
        Assign: {
          exports: appendResults("$exports", "published"),
          supplements: appendResults("$supplements", "supplemented"),
          unchanged: appendResults("$unchanged", "unchanged"),
          superseded: appendResults("$superseded", "superseded"),
          staged: jsonata("[$states.result[session != null].{ 'date': date, 'session': session }]"),
        },
        Catch: catchAll,
        Next: "Compactions",
      },
      // After the exports, which put aside what a compaction leaves out.
      Compactions: {
        Type: "Map",
        Items: jsonata("$compacting"),
        ItemSelector: compactionItem,
        MaxConcurrency: limits.maxExports,
        ItemProcessor: {
          ProcessorConfig: { Mode: "INLINE" },
          StartAt: compactionStart,
          States: compactionStates(names, limits),
        },
        Catch: catchAll,
        Next: "Conclude",
      },
      // A request for a date in the meantime was told that this run has the inbox: this run exports that date
      // and what is now in the inbox, or leaves the date to the next run and says so.
      Conclude: {
        ...invoke(functions.conclude, {
          run: jsonata("$run"),
          executionArn: jsonata("$states.context.Execution.Id"),
          room,
          completeThrough: jsonata("$completeThrough"),
        }),
        Assign: { left: jsonata("$states.result.Payload.dates") },
        Next: "Closed?",
      },
      "Closed?": {
        Type: "Choice",
        Choices: [{ Condition: resultIs("closed" satisfies Conclusion["result"]), Next: "PlanFeeds" }],
        Assign: { round: jsonata("$round + 1") },
        Default: "Distribute",
      },
      ...feedsStates(names, limits),
      Notify: {
        Type: "Task",
        Resource: "arn:aws:states:::sns:publish",
        Arguments: {
          TopicArn: names.topicArn,
          Subject: subject,
          Message: succeeded,
        },
        Output: succeeded,
        Retry: retryService,
        Catch: catchAll,
        End: true,
      },
      Release: {
        ...invoke(functions.release, { executionArn: jsonata("$states.context.Execution.Id") }),
        // The next run takes over the inbox from one that has ended.
        Catch: [{ ErrorEquals: ["States.ALL"], Next: "NotifyFailure" }],
        Next: "NotifyFailure",
      },
      NotifyFailure: {
        Type: "Task",
        Resource: "arn:aws:states:::sns:publish",
        Arguments: {
          TopicArn: names.topicArn,
          Subject: "Ashiato: the daily batch failed",
          Message: {
            result: "failed",
            execution: jsonata("$states.context.Execution.Id"),
            error: jsonata("$failure.Error"),
            cause: shownCause,
          },
        },
        Retry: retryService,
        // An unreachable topic must not hide why the run failed.
        Catch: [{ ErrorEquals: ["States.ALL"], Next: "Failed" }],
        Next: "Failed",
      },
      Failed: { Type: "Fail", Error: jsonata("$failure.Error"), Cause: shownCause },
    },
  };
}

/**
 * Returns an expression that appends the map's answers with this result to a variable's list, without what is
 * the machine's own in them.
 */
function appendResults(variable: string, result: (Publication | Supplemented)["result"]): string {
  const answers = `$states.result[result = '${result}'].$sift($, function($value, $name) { $name != 'session' })`;
  return jsonata(`$append(${variable}, [${answers}])`);
}

/** Returns a state that invokes a function of the batch and outputs its answer. */
function invoke(functionArn: string, payload: object): State<StateName> {
  return { ...functionTask(functionArn, payload), Retry: retryFunction, Catch: catchAll };
}
