import { runPrefix } from "./keys.ts";

/** Returns the prefix of the Distributed Map's ResultWriter, without the slash that Step Functions adds. */
export function mapResultsPrefix(run: string): string {
  return `${runPrefix}${run}/map`;
}

/** Returns the prefix of the ledgers of a run's rounds. */
export function ledgerPrefix(run: string): string {
  return `${runPrefix}${run}/ledger/`;
}

export function ledgerKey(run: string, round: number): string {
  return `${ledgerPrefix(run)}${round}.json`;
}
