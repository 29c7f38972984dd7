import { type Withdrawal, withdrawalSchema } from "@ashiato/core/daily-batch/withdrawal";
import { requestKey, withdrawalPrefix } from "@ashiato/core/keys";
import { parseWithdrawalKey, withdrawalKey, type WithdrawalName } from "@ashiato/core/withdrawal-keys";
import { Resource } from "sst";
import { findVersionedJson, listKeys, readJson, replaceJson, writeJson } from "../aws/objects.ts";
import { collect } from "./collect.ts";
import { inTurn } from "./in-turn.ts";

/**
 * Returns the withdrawals of the dates that are asked for, by date, the one that was asked for first in
 * front.
 */
export async function readWithdrawals(
  bucket: string,
  isAsked: (date: string) => boolean,
): Promise<Map<string, Withdrawal[]>> {
  const keys = await collect(listKeys(bucket, withdrawalPrefix));
  const found = await inTurn(
    keys.filter((key) => isAsked(parseWithdrawalKey(key)?.date ?? "")),
    async (key) => [await readJson(bucket, key, withdrawalSchema)],
  );
  return Map.groupBy(
    found.toSorted((a, b) => (a.requestedAt < b.requestedAt ? -1 : 1)),
    ({ date }) => date,
  );
}

/**
 * Replaces the record of a withdrawal by what `change` makes of it, again for each other change meanwhile.
 * Returns the new record; undefined if there is no such withdrawal, or `change` returns undefined.
 */
export async function changeWithdrawal(
  name: WithdrawalName,
  change: (withdrawal: Withdrawal) => Withdrawal | undefined,
): Promise<Withdrawal | undefined> {
  const bucket = Resource.Lake.name;
  const key = withdrawalKey(name);
  for (;;) {
    const found = await findVersionedJson(bucket, key, withdrawalSchema);
    const value = found && change(found.value);
    if (found === undefined || value === undefined) {
      return undefined;
    }
    if (await replaceJson(bucket, key, { value, etag: found.etag })) {
      return value;
    }
  }
}

/** Leaves the marker by which a run settles the withdrawal, and exports its date whole. */
export async function requestSettlement({ date, id }: WithdrawalName): Promise<void> {
  const run = `withdrawal-${id}`;
  const requested = { date, run, requestedAt: new Date().toISOString() };
  await writeJson(Resource.Lake.name, requestKey(date, run), requested);
}
