import {
  addRounds,
  type RoundLedger,
  roundLedgerSchema,
  type RunLedger,
} from "@ashiato/core/daily-batch/run-ledger";
import { ledgerPrefix } from "@ashiato/core/run-keys";
import { listKeys, readJson } from "../aws/objects.ts";

/**
 * Returns what a run has read and written in all its rounds so far; undefined until the first round is
 * summarized.
 */
export async function findRunLedger(bucket: string, run: string): Promise<RunLedger | undefined> {
  const rounds: RoundLedger[] = [];
  for await (const key of listKeys(bucket, ledgerPrefix(run))) {
    rounds.push(await readJson(bucket, key, roundLedgerSchema));
  }
  return rounds.length === 0 ? undefined : addRounds(rounds);
}
