import type { QualityLimits } from "../quality.ts";

/** What the definition refers to: ARNs, bucket names, the names of the warehouse. */
export type DailyBatchNames = {
  functions: { plan: string; distribute: string; summarize: string; publish: string; conclude: string };
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

/** The numbers of `batchSettings` and `qualitySettings` that the definition carries. */
export type DailyBatchLimits = {
  quality: QualityLimits;
  objectsPerBatch: number;
  maxConcurrency: number;
  maxExports: number;
  statementTimeLimitSeconds: number;
  statementPollSeconds: number;
  timeLimitSeconds: number;
};
