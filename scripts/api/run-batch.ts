import type { Run } from "@ashiato/core/api/run-schemas";
import type { ApiAccess } from "./ask-api.ts";
import { startRun, watchRun } from "./watch-run.ts";
import { ScriptError } from "../script-error.ts";

export type BatchOutput = {
  run: string;
  ledger: NonNullable<Run["ledger"]>;
  exports: NonNullable<Run["exports"]>;
};

export type BatchRun = {
  api: ApiAccess;
  /** Business date, `yyyy-MM-dd`. */
  date: string;
  signal: AbortSignal;
  /** Called repeatedly with the progress of the run. */
  update: (text: string) => void;
};

/**
 * Runs the daily batch through the API and waits for its end. Throws BatchFailed with the run's error and
 * cause if it does not succeed.
 */
export async function runBatch({ api, date, signal, update }: BatchRun): Promise<BatchOutput> {
  const name = await startRun(api, { date, signal });
  const { run, status, ledger, exports, alreadyRunning, error, cause } = await watchRun(api, name, {
    update: (text) => update(`DailyBatch ${text}`),
    signal,
  });
  if (alreadyRunning !== undefined) {
    throw new ScriptError("BatchFailed", `Another run is already processing the inbox: ${alreadyRunning}`);
  }
  if (status !== "SUCCEEDED" || ledger === undefined || exports === undefined) {
    throw new ScriptError("BatchFailed", `Run ${run} of the daily batch ended ${status}: ${error}: ${cause}`);
  }
  return { run, ledger, exports };
}
