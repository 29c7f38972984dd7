import { addLedgers, type Ledger, ledgerSchema } from "@ashiato/core/daily-batch/ledger";
import { ledgerPrefix } from "@ashiato/core/run-keys";
import { listKeys, readJson } from "../aws/objects.ts";

/**
 * Returns what a run has read and written in all its rounds so far; undefined until the first round is
 * summarized.
 */
export async function findRunLedger(bucket: string, run: string): Promise<Ledger | undefined> {
  const ledgers: Ledger[] = [];
  for await (const key of listKeys(bucket, ledgerPrefix(run))) {
    ledgers.push(await readJson(bucket, key, ledgerSchema));
  }
  return ledgers.length === 0 ? undefined : addLedgers(ledgers);
}
