/** What these functions raise on purpose: the same input raises it again. */
const final = {
  ErrorEquals: [
    "InvalidInput",
    "LedgerMismatch",
    "MapRunFailed",
    "ExportUnreadable",
    "ObjectUnreadable",
    "RowCountMismatch",
    "RowCountMissing",
    "TooManyDates",
    "WorkObjectMissing",
  ],
  MaxAttempts: 0,
};

/** Every function of the batch may run again after any failure, a killed process included. */
export const retryFunction = [
  final,
  { ErrorEquals: ["States.ALL"], IntervalSeconds: 2, MaxAttempts: 4, BackoffRate: 2, JitterStrategy: "FULL" },
];
