import { z } from "zod";

/** https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_DescribeStatement.html (Status) */
export const statementStatuses = ["SUBMITTED", "PICKED", "STARTED", "FINISHED", "FAILED", "ABORTED"] as const;

/** What happened to one SQL text: a statement's own, or one of a batch. Times in milliseconds since 1970. */
const progress = z.object({
  id: z.string(),
  sql: z.string(),
  status: z.enum(statementStatuses),
  createdAt: z.number(),
  updatedAt: z.number(),
  durationNanoseconds: z.number().optional(),
  error: z.string().optional(),
  /** Rows returned; -1 until there are some to count. */
  resultRows: z.number(),
  /** Bytes of the records as JSON. */
  resultSize: z.number(),
  hasResultSet: z.boolean(),
  redshiftQueryId: z.number(),
});

/** A statement as it is kept: what was asked, and how far it got. */
export const statementRecord = progress.extend({
  workgroup: z.string(),
  workgroupArn: z.string(),
  /** The database that the workgroup has, whichever was asked for. */
  workgroupDatabase: z.string(),
  database: z.string(),
  dbUser: z.string().optional(),
  secretArn: z.string().optional(),
  sessionId: z.string().optional(),
  resultFormat: z.enum(["JSON", "CSV"]).default("JSON"),
  statementName: z.string().optional(),
  withEvent: z.boolean(),
  parameters: z.array(z.object({ name: z.string(), value: z.string() })),
  executionMode: z.enum(["TRANSACTION", "AUTO_COMMIT"]).optional(),
  /** Of a batch: its statements, in order. */
  subStatements: z.array(progress).optional(),
  redshiftPid: z.number(),
});

export type StatementStatus = (typeof statementStatuses)[number];
export type StatementProgress = z.infer<typeof progress>;
export type StatementRecord = z.infer<typeof statementRecord>;

export function isFinal(status: StatementStatus): boolean {
  switch (status) {
    case "FINISHED":
    case "FAILED":
    case "ABORTED":
      return true;
    case "SUBMITTED":
    case "PICKED":
    case "STARTED":
      return false;
  }
}
