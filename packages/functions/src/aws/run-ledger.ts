import { addLedgers, type Ledger } from "@ashiato/core/ledger";
import { ledgerPrefix } from "@ashiato/core/keys";
import * as z from "zod";
import { listKeys, readJson } from "./objects.ts";

const count = z.int().nonnegative();
const ledgerSchema = z.object({ objects: count, rowsRead: count, rowsWritten: count, rowsRejected: count });

/** Returns what a run has read and written in all its rounds so far; undefined until the first one has been summarized. */
export async function findRunLedger(bucket: string, run: string): Promise<Ledger | undefined> {
  const ledgers: Ledger[] = [];
  for await (const key of listKeys(bucket, ledgerPrefix(run))) {
    ledgers.push(await readJson(bucket, key, ledgerSchema));
  }
  return ledgers.length === 0 ? undefined : addLedgers(ledgers);
}
