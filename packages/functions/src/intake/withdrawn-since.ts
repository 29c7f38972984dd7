import { readWithdrawals } from "../batch/withdrawals.ts";

/**
 * Returns whether rows of the client were withdrawn after a time: then a file that was registered before it
 * may hold some of them, and is taken in again. Rows of it that are still there count once.
 * @param since when the file was registered; undefined if that was not kept
 */
export async function isWithdrawnSince(
  bucket: string,
  client: string,
  since: string | undefined,
): Promise<boolean> {
  const withdrawals = [...(await readWithdrawals(bucket, () => true)).values()].flat();
  return withdrawals.some(
    (each) =>
      each.client === client &&
      each.state !== "returned" &&
      (since === undefined || each.requestedAt > since),
  );
}
