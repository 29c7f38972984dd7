/**
 * The phases of a run, as the API names them. `DailyBatch` passes through them in this order, from
 * `distribute` to `exports` once in each round.
 */
export const phases = ["plan", "drain", "distribute", "summarize", "exports", "feeds", "notify"] as const;
export type Phase = (typeof phases)[number];

/**
 * Every top-level state of `DailyBatch` with its phase. The definition declares exactly these states, and a
 * run's progress follows from them. The states inside a map belong to the phase of the map.
 */
export const phaseOfState = {
  Plan: "plan",
  "AlreadyRunning?": "plan",
  AlreadyRunning: "plan",
  "Drain?": "drain",
  Drain: "drain",
  "Drained?": "drain",
  DrainWait: "drain",
  Distribute: "distribute",
  Settle: "distribute",
  Summarize: "summarize",
  PlanCompactions: "exports",
  Exports: "exports",
  Compactions: "exports",
  Conclude: "exports",
  "Closed?": "exports",
  PlanFeeds: "feeds",
  "Feeds?": "feeds",
  Feeds: "feeds",
  ConcludeFeeds: "feeds",
  Notify: "notify",
  // A run that fails stays in the phase that failed.
  Release: null,
  NotifyFailure: null,
  Failed: null,
} as const satisfies Record<string, Phase | null>;

/** The name of a top-level state of `DailyBatch`. */
export type StateName = keyof typeof phaseOfState;

/** The top-level states that make feeds. */
export type FeedsStateName = Extract<StateName, "PlanFeeds" | "Feeds?" | "Feeds" | "ConcludeFeeds">;

/** The state that gets the answer of `Plan` as its input. */
export const plannedState = "AlreadyRunning?" satisfies StateName;

/** A statement of an export, named after the first of the states that run it. */
export type StatementName = "AddPartition" | "Unload" | "UnloadConflicts";

/** The states of one date's compaction; `awaitedStatement` adds those of a statement. */
export type CompactionStateName = "Staged?" | "UnloadStaged" | "UnloadCompacted" | "Switch" | "ReportFailed";

/** The states of one date's export; `awaitedStatement` adds those of a statement. */
export type ExportStateName =
  | StatementName
  | "Whole?"
  | "Supplement"
  | "ReadCount"
  | "Conflicts?"
  | "Publish";

/** The states of one feed of a date; `awaitedStatement` adds those of its statements. */
export type FeedStateName = "PrepareFeed" | "UnloadFeed" | "CountFeed" | "ReadFeedCount" | "DeliverFeed";

/**
 * The actions of the Redshift Data API in a run's history, as an `aws-sdk` integration names them. A batch
 * runs its statements one after the other, and is described like a single one.
 */
export const statementActions = {
  submit: "executeStatement",
  submitBatch: "batchExecuteStatement",
  describe: "describeStatement",
} as const;

/** A state in the Amazon States Language, with transitions to states of the same scope. */
export type State<Name extends string> = {
  Type: string;
  Next?: Name;
  Default?: Name;
  Choices?: { Condition: string; Next: Name; Assign?: object }[];
  Catch?: { ErrorEquals: string[]; Next: Name; Assign?: object; Output?: object | string }[];
  [field: string]: unknown;
};
