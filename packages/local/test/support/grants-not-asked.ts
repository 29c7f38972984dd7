/** What the local stage never asks for, and why. Whatever is not here must be needed by a request. */
export const notAsked: [pattern: RegExp, reason: string][] = [
  [
    /AWSLambdaBasicExecutionRole\[0\] logs:/,
    "log groups are declared, and not every function runs in a night",
  ],
  [
    /^AnnounceRole\/.* (s3:ListBucket|states:DescribeExecution)$/,
    "asked only for a document that has expired, and for an execution whose input its event has no room for",
  ],
  [/^LiveExportsRole\/.* s3:ListBucket$/, "asked only for the record of a live export that has expired"],
  [
    /^ConcludeRole\/inline\[[34]\] s3:(PutObject|DeleteObject)$/,
    "asked only for versions that were replaced a month ago",
  ],
  [
    /^(Conclude|Compare)Role\/.* states:DescribeExecution$/,
    "asked only about a run that has the inbox, or that died with it, which Plan has found by then",
  ],
  [/Role\/.* s3:AbortMultipartUpload$/, "asked only for an upload that fails halfway"],
  [
    /^DailyBatchRole\/.* states:(DescribeExecution|StopExecution|RedriveExecution)$/,
    "the interpreter runs the children of a Distributed Map itself",
  ],
  [
    /^DailyBatchRole\/.* s3:(GetObject|ListMultipartUploadParts)$/,
    "AWS documents them for a ResultWriter; the local one only writes",
  ],
  [
    /^(DailyBatch|Reconcile|LiveExport)Role\/.* redshift-data:CancelStatement$/,
    "asked only for a statement over its time limit",
  ],
  [
    /^FileIntakeRole\/.* states:(DescribeExecution|StopExecution|RedriveExecution)$/,
    "the interpreter runs the children of a Distributed Map itself",
  ],
  [
    /^Intake\w+Role\/inline\[0\] s3:ListBucket$/,
    "asked only for a file that was deleted since its event, a part or a receipt that is missing",
  ],
  [
    /^IntakeFailRole\/.* s3:DeleteObject$/,
    "asked only for a file of which one part can be read, and another cannot",
  ],
  [/^ReconciliationsRole\/.* s3:ListBucket$/, "asked only for a result that has expired"],
  [
    /^SupplementRole\/.* (redshift-data:(ExecuteStatement|DescribeStatement)|secretsmanager:GetSecretValue)$/,
    "asked only if a supplement makes its export the current one again beside a run of the same date, which no test makes happen",
  ],
  [/^DeliverPushesRole\/.* s3:ListBucket$/, "asked only for a snapshot of positions that has expired"],
  [/ScheduleRole\/.* sqs:SendMessage$/, "the local scheduler has no dead-letter queues"],
  [
    /^WebhooksDeliverRole\/.* sqs:SendMessage$/,
    "asked only for an event that its receiver has not taken for a day",
  ],
  [
    /^WarehouseRole\/.* glue:(GetTables|GetPartition|BatchGetPartition|BatchCreatePartition)$/,
    "AWS lists them for Spectrum; the local warehouse needs none of them for a night",
  ],
  [
    /^WarehouseRole\/warehouse\[1\] s3:GetBucketLocation$/,
    "AWS lists it for UNLOAD; the local warehouse knows its region",
  ],
];
