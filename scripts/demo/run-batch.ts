import { setTimeout as sleep } from "node:timers/promises";
import { RedshiftDataClient } from "@aws-sdk/client-redshift-data";
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { z } from "zod";
import { ScriptError } from "../script-error.ts";
import { type BatchClients, progressText, readBatchProgress } from "./batch-progress.ts";

const pollMilliseconds = 500;

const count = z.int().nonnegative();

const ledgerSchema = z.object({
  objects: count,
  rowsRead: count,
  rowsWritten: count,
  rowsRejected: count,
});

/** The output of a run that succeeded: what the notification says too. */
const batchOutputSchema = z.discriminatedUnion("result", [
  z.object({
    result: z.literal("succeeded"),
    run: z.string(),
    date: z.string(),
    ledger: ledgerSchema,
    exports: z.array(z.object({ date: z.string(), version: z.int(), rows: count })),
  }),
  z.object({ result: z.literal("already_running"), runningExecution: z.string() }),
]);

export type BatchOutput = Extract<z.infer<typeof batchOutputSchema>, { result: "succeeded" }>;

export type BatchRun = {
  stateMachineArn: string;
  /** Business date, `yyyy-MM-dd`. */
  date: string;
  /** Execution name; the run's statements are named after it. */
  run: string;
  signal: AbortSignal;
  /** Is told again and again how far the run is. */
  update: (text: string) => void;
};

/** Runs the daily batch and waits for its end. Throws BatchFailed with the execution's error and cause if it does not succeed. */
export async function runBatch(batch: BatchRun): Promise<BatchOutput> {
  const clients = { sfn: new SFNClient({}), redshiftData: new RedshiftDataClient({}) };
  try {
    const output = batchOutputSchema.parse(JSON.parse(await waitForOutput(clients, batch)));
    if (output.result === "already_running") {
      throw new ScriptError("BatchFailed", `Another run has the inbox: ${output.runningExecution}`);
    }
    return output;
  } finally {
    clients.sfn.destroy();
    clients.redshiftData.destroy();
  }
}

async function waitForOutput(clients: BatchClients, batch: BatchRun): Promise<string> {
  const { stateMachineArn, date, run, signal, update } = batch;
  const started = performance.now();
  const { executionArn = "" } = await clients.sfn.send(
    new StartExecutionCommand({ stateMachineArn, name: run, input: JSON.stringify({ date }) }),
    { abortSignal: signal },
  );
  for (;;) {
    const execution = await clients.sfn.send(new DescribeExecutionCommand({ executionArn }), {
      abortSignal: signal,
    });
    if (execution.status === "SUCCEEDED") {
      return execution.output ?? "";
    }
    if (execution.status !== "RUNNING") {
      throw new ScriptError(
        "BatchFailed",
        `Execution ${run} of the daily batch ended ${execution.status}: ${execution.error}: ${execution.cause}`,
      );
    }
    const progress = await readBatchProgress(clients, { executionArn, run }, signal);
    update(progressText(progress, (performance.now() - started) / 1_000));
    await sleep(pollMilliseconds, undefined, { signal });
  }
}
