import type { QualityLimits } from "../quality.ts";
import type { WholeLimits } from "./export-mode.ts";

/** A function that the state machine calls. */
type BatchFunction =
  | "plan"
  | "store"
  | "distribute"
  | "summarize"
  | "publish"
  | "supplement"
  | "compact"
  | "conclude"
  | "release"
  | "planFeeds"
  | "prepareFeed"
  | "deliverFeed"
  | "concludeFeeds";

/** The resources to which the definition refers: ARNs, bucket names, names of the warehouse. */
export type DailyBatchNames = {
  functions: Record<BatchFunction, string>;
  lakeBucket: string;
  downloadsBucket: string;
  topicArn: string;
  warehouse: {
    workgroupName: string;
    database: string;
    secretArn: string;
    iamRoleArn: string;
    schema: string;
    table: string;
  };
};

/** The settings in the definition. */
export type DailyBatchLimits = {
  quality: QualityLimits;
  /** When a date's whole CSV is made anew. */
  wholes: WholeLimits;
  /** IANA name of the time zone of the CSV's local times; absent if it has no such column. */
  localTimeZone?: string | undefined;
  /** Whether the warehouse writes each whole export as Parquet too. */
  parquet: boolean;
  /** A date with more files than this, besides those of compactions, is compacted. */
  maxFiles: number;
  /** Maximum number of dates that a run compacts. */
  maxCompactions: number;
  objectsPerBatch: number;
  maxConcurrency: number;
  maxExports: number;
  /** Maximum number of dates that a run exports; the others wait for the next run. */
  maxDates: number;
  /** How long a run drains the queue at most, and the pause between two drains. */
  drainTimeLimitSeconds: number;
  drainWaitSeconds: number;
  statementTimeLimitSeconds: number;
  statementPollSeconds: number;
  timeLimitSeconds: number;
};
