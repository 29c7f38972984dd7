import { countTaken, type Withdrawal } from "@ashiato/core/daily-batch/withdrawal";
import { returnedKey, withdrawalKey, withdrawnKey } from "@ashiato/core/withdrawal-keys";
import { Resource } from "sst";
import { copyObject, findEtag, type ListedObject } from "../aws/objects.ts";
import { logger } from "../aws/telemetry.ts";
import { listPendingDates } from "../batch/pending-dates.ts";
import { changeWithdrawal, readWithdrawals, requestSettlement } from "../batch/withdrawals.ts";
import { FunctionError } from "../errors.ts";
import { bringToRest } from "./bring-to-rest.ts";
import { listPartition } from "./plan-compactions.ts";
import { takeOut } from "./take-out.ts";

/**
 * Takes the rows of withdrawals out of the table, and puts back those that are to return, for each date that
 * is pending: a withdrawal leaves a marker of its date, and late rows may be of a withdrawal that was settled
 * before. Can be repeated from wherever it was killed. Returns the dates that have withdrawals.
 */
export async function settleWithdrawals(): Promise<string[]> {
  const bucket = Resource.Lake.name;
  const pending = await listPendingDates(bucket);
  const dates = await readWithdrawals(bucket, (date) => pending.has(date));
  for (const [date, withdrawals] of dates) {
    await bringToRest(date);
    // What comes back may be of another withdrawal.
    for (const withdrawal of withdrawals.filter(({ state }) => state === "returning")) {
      await putBack(withdrawal);
    }
    for (const withdrawal of withdrawals.filter(({ state }) => ["asked", "withdrawn"].includes(state))) {
      await withdraw(withdrawal);
    }
  }
  return [...dates.keys()];
}

async function withdraw(withdrawal: Withdrawal): Promise<void> {
  const { date } = withdrawal;
  const known = new Set(withdrawal.checked.map(asListed));
  const unseen = (await listPartition(date)).filter((object) => !known.has(asListed(object)));
  const changed = new Set<string>();
  for (const { key } of unseen) {
    await takeOut(withdrawal, {
      key,
      before: async (taken) => {
        changed.add(key);
        await note(withdrawal, (now) => ({
          ...now,
          taken: [...now.taken.filter(({ to }) => to !== taken.to), taken],
        }));
        // Before the table changes, and after a run that is presumed dead may have deleted the one before.
        await requestSettlement(withdrawal);
      },
    });
  }
  if (unseen.length === 0 && withdrawal.state === "withdrawn") {
    return;
  }
  const there = await listPartition(date);
  const seen = new Set(unseen.map(asListed));
  const isChecked = (object: ListedObject): boolean =>
    known.has(asListed(object)) || seen.has(asListed(object)) || changed.has(object.key);
  const bytes = new Map(there.map((object) => [object.key, object.bytes]));
  const done = await note(withdrawal, (now) => ({
    ...now,
    state: now.state === "asked" ? "withdrawn" : now.state,
    taken: now.taken.map((taken) => {
      const { rows } = taken.left;
      return { ...taken, left: { rows, bytes: bytes.get(taken.from) ?? taken.left.bytes } };
    }),
    checked: there.filter(isChecked),
  }));
  logger.info("withdrawal", { id: withdrawal.id, client: withdrawal.client, rows: countTaken(done) });
}

async function putBack(withdrawal: Withdrawal): Promise<void> {
  const bucket = Resource.Lake.name;
  await requestSettlement(withdrawal);
  const copies: { key: string; rows: number }[] = [];
  for (const [index, { from, to, rows }] of withdrawal.taken.entries()) {
    const etag = await findEtag(bucket, from);
    // Otherwise the run that put the rows aside was killed before it took them out.
    if (etag === undefined || withdrawnKey(withdrawal, { key: from, etag }) !== to) {
      const key = returnedKey(withdrawal, index);
      await copyObject(bucket, to, key);
      copies.push({ key, rows });
    }
  }
  const bytes = new Map((await listPartition(withdrawal.date)).map((object) => [object.key, object.bytes]));
  const returned = copies.map(({ key, rows }) => ({ key, rows, bytes: bytes.get(key) ?? 0 }));
  await note(withdrawal, (now) => ({ ...now, state: "returned", returned }));
  logger.info("withdrawal returned", { id: withdrawal.id, client: withdrawal.client, returned });
}

/** Changes the record. Throws ObjectUnreadable if it is gone: nothing else says what the table lacks. */
async function note(withdrawal: Withdrawal, change: (now: Withdrawal) => Withdrawal): Promise<Withdrawal> {
  const changed = await changeWithdrawal(withdrawal, change);
  if (changed === undefined) {
    const key = withdrawalKey(withdrawal);
    throw new FunctionError("ObjectUnreadable", `s3://${Resource.Lake.name}/${key} is not there any more`);
  }
  return changed;
}

function asListed({ key, bytes, modified }: ListedObject): string {
  return `${key} ${bytes} ${modified}`;
}
