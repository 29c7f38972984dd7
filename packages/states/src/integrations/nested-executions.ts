/** An execution as DescribeExecution describes it, times in milliseconds since the epoch. */
export type ExecutionDescription = {
  executionArn: string;
  stateMachineArn: string;
  name: string;
  status: "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";
  startDate: number;
  stopDate?: number;
  input: string;
  output?: string;
  error?: string;
  cause?: string;
};

/** The executions that a task starts: `arn:aws:states:::states:startExecution`. */
export type NestedExecutions = {
  /**
   * Throws the errors of StartExecution, as every integration throws its service's; when `resumed`, an
   * execution of that name is taken as started.
   */
  start(request: {
    stateMachineArn: string;
    name: string;
    input: string;
    resumed: boolean;
  }): Promise<{ executionArn: string; startDate: number }>;
  /** Resolves when the execution has ended. */
  ended(executionArn: string): Promise<ExecutionDescription>;
  stop(executionArn: string): Promise<void>;
};
