import type { BatchResult } from "@ashiato/core/daily-batch/batch";
import { Resource } from "sst";
import { readWithdrawals } from "../batch/withdrawals.ts";

/**
 * Returns how many of the rows that batches wrote were withdrawn before the export, by date: the partition
 * lacks them.
 */
export async function withdrawnRows(batches: readonly BatchResult[]): Promise<Map<string, number>> {
  const written = batches.flatMap(({ dates }) => dates);
  const keys = new Set(written.map(({ key }) => key));
  const dates = new Set(written.map(({ date }) => date));
  const withdrawals = await readWithdrawals(Resource.Lake.name, (date) => dates.has(date));
  return new Map(
    [...withdrawals].map(([date, ofDate]) => {
      const taken = ofDate.flatMap((withdrawal) => withdrawal.taken).filter(({ from }) => keys.has(from));
      return [date, taken.reduce((sum, { rows }) => sum + rows, 0)];
    }),
  );
}
