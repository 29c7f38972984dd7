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

/** The numbers of `batchSettings` that the definition carries. */
export type DailyBatchLimits = {
  objectsPerBatch: number;
  maxConcurrency: number;
  maxExports: number;
  statementTimeLimitSeconds: number;
  statementPollSeconds: number;
  timeLimitSeconds: number;
};
