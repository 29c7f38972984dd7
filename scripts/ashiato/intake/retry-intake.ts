import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  type SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import type { Receipt } from "@ashiato/core/file-intake/receipt";

/**
 * Starts `FileIntake` on a file again. Throws an Error for a file that is registered, or whose execution
 * still runs.
 */
export async function retryIntake(sfn: SFNClient, machineArn: string, receipt: Receipt): Promise<void> {
  const { client, name, status, execution, arrival } = receipt;
  if (status === "registered") {
    throw new Error(`${client}/${name} is registered already`);
  }
  if (await isRunning(sfn, `${machineArn.replace(":stateMachine:", ":execution:")}:${execution}`)) {
    throw new Error(`${client}/${name} is being taken in by the execution ${execution}`);
  }
  const input = JSON.stringify({ ...arrival, again: true });
  await sfn.send(new StartExecutionCommand({ stateMachineArn: machineArn, input }));
}

async function isRunning(sfn: SFNClient, executionArn: string): Promise<boolean> {
  try {
    const { status } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    return status === "RUNNING";
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) {
      return false;
    }
    throw error;
  }
}
