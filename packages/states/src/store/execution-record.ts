import type { ExecutionType } from "../definition/validation-context.ts";
import type { Frame } from "../state-execution/frame.ts";

export type ExecutionStatus =
  | "RUNNING"
  | "SUCCEEDED"
  | "FAILED"
  | "TIMED_OUT"
  | "ABORTED"
  | "PENDING_REDRIVE";

/** What is kept of an execution; times in milliseconds since the epoch, input and output as JSON text. */
export type ExecutionRecord = {
  /** The store's own number. */
  id: number;
  executionArn: string;
  stateMachineArn: string;
  name: string;
  type: ExecutionType;
  /** The definition that it runs. */
  revision: string;
  status: ExecutionStatus;
  startDate: number;
  stopDate?: number | undefined;
  input: string;
  output?: string | undefined;
  error?: string | undefined;
  cause?: string | undefined;
  redriveCount: number;
  redriveDate?: number | undefined;
  /** Of a Distributed Map's child: its map run, its place in it and the number of its items. */
  mapRunArn?: string | undefined;
  childIndex?: number | undefined;
  items?: number | undefined;
  /** Events recorded so far. */
  events: number;
  /** Where it stands or stopped; gone once it has succeeded. */
  frame?: Frame | undefined;
};
