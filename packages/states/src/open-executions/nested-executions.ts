import type { ExecutionDescription, NestedExecutions } from "../integrations/nested-executions.ts";
import type { Executions } from "./executions.ts";

/** Creates the executions that tasks start, as if by the API. */
export function createNestedExecutions(
  executions: Executions,
  start: (request: { stateMachineArn: string; name: string; input: string; resumed: boolean }) => {
    executionArn: string;
    startDate: Date;
  },
): NestedExecutions {
  return {
    async start(request) {
      const { executionArn, startDate } = start(request);
      return { executionArn, startDate: startDate.getTime() };
    },
    async ended(executionArn): Promise<ExecutionDescription> {
      const record = await executions.ended(executionArn);
      if (!record) {
        throw new Error(`The execution '${executionArn}' is not kept.`);
      }
      const { status, stopDate, output, error, cause } = record;
      return {
        executionArn,
        stateMachineArn: record.stateMachineArn,
        name: record.name,
        status: status === "PENDING_REDRIVE" ? "FAILED" : status,
        startDate: record.startDate,
        input: record.input,
        ...(stopDate === undefined ? {} : { stopDate }),
        ...(output === undefined ? {} : { output }),
        ...(error === undefined ? {} : { error }),
        ...(cause === undefined ? {} : { cause }),
      };
    },
    stop: (executionArn) => executions.stop(executionArn, {}),
  };
}
