import type { QualityLimits } from "../quality.ts";

/** A function that the state machine calls. */
type BatchFunction = "plan" | "distribute" | "summarize" | "publish" | "conclude" | "release";

/** What the definition refers to: ARNs, bucket names, the names of the warehouse. */
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

/** What the definition carries of the settings. */
export type DailyBatchLimits = {
  quality: QualityLimits;
  /** IANA name of the zone of the CSV's local times; without it there are none. */
  localTimeZone?: string | undefined;
  objectsPerBatch: number;
  maxConcurrency: number;
  maxExports: number;
  /** Dates that a run exports at most; the others wait for the next run. */
  maxDates: number;
  statementTimeLimitSeconds: number;
  statementPollSeconds: number;
  timeLimitSeconds: number;
};
