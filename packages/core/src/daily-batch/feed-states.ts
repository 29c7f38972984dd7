import { assignFailure, functionTask } from "./common-states.ts";
import { awaitedStatement, statementSettings } from "./awaited-statement.ts";
import { jsonata } from "./jsonata.ts";
import type { DailyBatchLimits, DailyBatchNames } from "./names.ts";
import { retryFunction, retryStatement } from "./retries.ts";
import type { FeedStateName, FeedsStateName, State } from "./states.ts";

/** Label of the map over feeds: part of the ARNs of its children, which the machine's role must name. */
export const feedsLabel = "Feeds";

/** Longer causes do not fit into the results of the map together: 100 feeds, and 256 KB. */
const maxCauseCharacters = 2_000;

/** What a feed, or the search for those that are due, failed with: see `feedResultSchema`. */
const failedWith = {
  result: "failed",
  error: jsonata("$states.errorOutput.Error"),
  // Without the stack trace that Lambda adds.
  cause: jsonata(
    `$substring($replace($exists($states.errorOutput.Cause) ? $states.errorOutput.Cause : 'no cause', /,"trace":\\[.*\\]\\}$/, "}"), 0, ${maxCauseCharacters})`,
  ),
};

/**
 * Returns the states that make the feeds of clients, once the run's exports are published and the inbox is
 * free: none of their failures is one of the run. A distributed map, whose children have histories of their
 * own, as the run's has room for its dates alone.
 */
export function feedsStates(
  names: DailyBatchNames,
  limits: DailyBatchLimits,
): Record<FeedsStateName, State<FeedsStateName | "Notify">> {
  const { functions } = names;
  return {
    PlanFeeds: {
      ...functionTask(functions.planFeeds, {
        date: jsonata("$date"),
        exported: jsonata("[$exports.date]"),
        feed: jsonata("$feed"),
      }),
      Assign: { dueFeeds: jsonata("$states.result.Payload.feeds") },
      Retry: retryFunction,
      Catch: [{ ErrorEquals: ["States.ALL"], Assign: { feeds: [failedWith] }, Next: "ConcludeFeeds" }],
      Next: "Feeds?",
    },
    "Feeds?": {
      Type: "Choice",
      Choices: [{ Condition: jsonata("$count($dueFeeds) = 0"), Next: "Notify" }],
      Default: "Feeds",
    },
    Feeds: {
      Type: "Map",
      Label: feedsLabel,
      Items: jsonata("$dueFeeds"),
      ItemSelector: {
        run: jsonata("$run"),
        client: jsonata("$states.context.Map.Item.Value.client"),
        feed: jsonata("$states.context.Map.Item.Value.feed"),
        date: jsonata("$states.context.Map.Item.Value.date"),
      },
      MaxConcurrency: limits.maxExports,
      ToleratedFailurePercentage: 100,
      ItemProcessor: {
        ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
        StartAt: "MakeFeed",
        States: {
          MakeFeed: {
            Type: "Parallel",
            Comment: "One branch, so that whatever fails in it is caught",
            Branches: [{ StartAt: "PrepareFeed", States: feedStates(names, limits) }],
            Output: jsonata("$states.result[0]"),
            Catch: [
              {
                ErrorEquals: ["States.ALL"],
                Output: {
                  ...failedWith,
                  client: jsonata("$states.input.client"),
                  feed: jsonata("$states.input.feed"),
                  date: jsonata("$states.input.date"),
                },
                Next: "FeedFailed",
              },
            ],
            End: true,
          },
          FeedFailed: { Type: "Succeed", Comment: "The run says so; other feeds and its exports stand" },
        },
      },
      Assign: { feeds: jsonata("$states.result") },
      Catch: [{ ErrorEquals: ["States.ALL"], Assign: { feeds: [failedWith] }, Next: "ConcludeFeeds" }],
      Next: "ConcludeFeeds",
    },
    ConcludeFeeds: {
      ...functionTask(functions.concludeFeeds, {
        run: jsonata("$run"),
        due: jsonata("$dueFeeds"),
        results: jsonata("$feeds"),
      }),
      Assign: { feeds: jsonata("$states.result.Payload.feeds") },
      Retry: retryFunction,
      Catch: [{ ErrorEquals: ["States.ALL"], Assign: assignFailure, Next: "Notify" }],
      Next: "Notify",
    },
  };
}

/**
 * Returns the states that make one feed of a date: prepare its statements, unload it, count what it should
 * hold, deliver it. The input is `{ run, client, feed, date }`.
 */
function feedStates(
  { functions, warehouse }: DailyBatchNames,
  limits: DailyBatchLimits,
): Record<string, State<string>> {
  const statement = statementSettings(warehouse, limits);
  const name = "$states.input.client & '/' & $states.input.feed & ' ' & $states.input.date";
  const own: Record<Exclude<FeedStateName, "UnloadFeed" | "CountFeed">, State<FeedStateName>> = {
    PrepareFeed: {
      ...functionTask(functions.prepareFeed, {
        run: jsonata("$states.input.run"),
        client: jsonata("$states.input.client"),
        feed: jsonata("$states.input.feed"),
        date: jsonata("$states.input.date"),
        making: jsonata("$states.context.Execution.Name"),
      }),
      // A child knows no variable of its run; statements are named by these.
      Assign: { run: jsonata("$states.input.run"), round: 1 },
      Retry: retryFunction,
      Next: "UnloadFeed",
    },
    ReadFeedCount: {
      Type: "Task",
      Resource: "arn:aws:states:::aws-sdk:redshiftdata:getStatementResult",
      Arguments: { Id: jsonata("$countFeedId") },
      Output: {
        run: jsonata("$run"),
        client: jsonata("$states.input.client"),
        definition: jsonata("$states.input.definition"),
        date: jsonata("$states.input.date"),
        version: jsonata("$states.input.version"),
        prefix: jsonata("$states.input.prefix"),
        counts: {
          rows: jsonata("$states.result.Records[0][0].LongValue"),
          matching: jsonata("$states.result.Records[0][1].LongValue"),
        },
        unloadId: jsonata("$unloadFeedId"),
      },
      Retry: retryStatement,
      Next: "DeliverFeed",
    },
    DeliverFeed: {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Arguments: { FunctionName: functions.deliverFeed, Payload: jsonata("$states.input") },
      Output: jsonata("$states.result.Payload"),
      Retry: retryFunction,
      End: true,
    },
  };
  return {
    ...awaitedStatement<FeedStateName>({
      ...statement,
      name: "UnloadFeed",
      sql: "$states.input.unloadSql",
      subject: `'unload feed ' & ${name}`,
      next: "CountFeed",
    }),
    ...awaitedStatement<FeedStateName>({
      ...statement,
      name: "CountFeed",
      sql: "$states.input.countSql",
      subject: `'count feed ' & ${name}`,
      next: "ReadFeedCount",
    }),
    ...own,
  };
}
