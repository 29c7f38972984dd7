import { randomBytes } from "node:crypto";
import {
  type ShownWithdrawal,
  type WithdrawalList,
  withdrawalRequestSchema,
} from "@ashiato/core/api/withdrawal-schemas";
import { businessDate } from "@ashiato/core/business-date";
import {
  countTaken,
  takesRowsOf,
  type Withdrawal,
  withdrawalSchema,
} from "@ashiato/core/daily-batch/withdrawal";
import { partitionPrefix } from "@ashiato/core/store-keys";
import { withdrawalKey } from "@ashiato/core/withdrawal-keys";
import { isCalendarDate } from "@ashiato/core/timestamps";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Resource } from "sst";
import { addAuditEntry } from "../aws/clients-table.ts";
import { createJson, findEtag, findJson, listKeys } from "../aws/objects.ts";
import { changeWithdrawal, readWithdrawals, requestSettlement } from "../batch/withdrawals.ts";
import { RequestError } from "../errors.ts";
import { entryOf, timeOf } from "../http/audit-entry.ts";
import { readRequest } from "../http/read-request.ts";
import { clientOfPath } from "./shown-client.ts";

type Event = APIGatewayProxyEventV2;

/**
 * Asks the next run to take the rows of the client in the path out of a date, and returns the withdrawal.
 * Throws RequestError NotFound for no such client, InvalidBody for a date in the future, Conflict for a date
 * without rows in the table and for rows that the next run takes out anyway.
 */
export async function withdrawRows(event: Event): Promise<ShownWithdrawal> {
  const { id: client } = await clientOfPath(event);
  const { date, device } = await readRequest(event, withdrawalRequestSchema);
  const today = businessDate(event.requestContext.timeEpoch, Resource.Settings.timeZone);
  if (date > today) {
    throw new RequestError("InvalidBody", `date must not be after today, ${today}, got ${date}`);
  }
  await refuseWithoutEffect({ client, date, device });
  const entry = entryOf(event, {
    action: "rows withdrawn",
    client,
    details: { date, ...(device !== undefined && { device }) },
  });
  const withdrawal: Withdrawal = {
    id: `${date}-${randomBytes(4).toString("hex")}`,
    client,
    date,
    ...(device !== undefined && { device }),
    requestedAt: timeOf(event),
    by: entry.by,
    state: "asked",
    taken: [],
    checked: [],
    returned: [],
  };
  await addAuditEntry({ ...entry, details: { ...entry.details, withdrawal: withdrawal.id } });
  if (!(await createJson(Resource.Lake.name, withdrawalKey(withdrawal), withdrawal))) {
    throw new Error(`There is a withdrawal ${withdrawal.id} already`);
  }
  await requestSettlement(withdrawal);
  return shownWithdrawal(withdrawal);
}

/** Throws RequestError Conflict for a withdrawal that could take out no row. */
async function refuseWithoutEffect(asked: Pick<Withdrawal, "client" | "date" | "device">): Promise<void> {
  const { date } = asked;
  const bucket = Resource.Lake.name;
  if ((await listKeys(bucket, partitionPrefix(date)).next()).done === true) {
    throw new RequestError(
      "Conflict",
      `The table has no rows of ${date}: a run stores those that came since the last one`,
    );
  }
  const waiting = (await withdrawalsOf(asked)).find(
    (other) => other.state === "asked" && (other.device === undefined || other.device === asked.device),
  );
  if (waiting !== undefined) {
    throw new RequestError(
      "Conflict",
      `The withdrawal ${JSON.stringify(waiting.id)} of the same rows waits for the next run already`,
    );
  }
}

async function withdrawalsOf({ client, date }: Pick<Withdrawal, "client" | "date">): Promise<Withdrawal[]> {
  const ofDate = await readWithdrawals(Resource.Lake.name, (each) => each === date);
  return (ofDate.get(date) ?? []).filter((each) => each.client === client);
}

/** Returns the withdrawals of the client in the path. Throws RequestError NotFound. */
export async function listWithdrawals(event: Event): Promise<WithdrawalList> {
  const { id: client } = await clientOfPath(event);
  const withdrawals = [...(await readWithdrawals(Resource.Lake.name, () => true)).values()].flat();
  return {
    withdrawals: withdrawals
      .filter((withdrawal) => withdrawal.client === client)
      .toSorted((a, b) => (a.requestedAt > b.requestedAt ? -1 : 1))
      .map(shownWithdrawal),
  };
}

/**
 * Asks the next run to put the rows of the withdrawal in the path back, and returns it; as it is if they are
 * back already, or wait for the run. Throws RequestError NotFound, and Conflict if the rows are not kept any
 * more, or if another withdrawal would take them out again.
 */
export async function returnRows(event: Event): Promise<ShownWithdrawal> {
  const { id: client } = await clientOfPath(event);
  const found = await withdrawalInPath(event, client);
  if (found.state === "returned") {
    return shownWithdrawal(found);
  }
  await refuseUnreturnable(found);
  if (found.state !== "returning") {
    const details = { withdrawal: found.id };
    await addAuditEntry(entryOf(event, { action: "rows returned", client, details }));
  }
  const changed = await changeWithdrawal(found, (now) => ({
    ...now,
    state: now.state === "returned" ? "returned" : "returning",
  }));
  if (changed === undefined) {
    throw notFound(client, found.id);
  }
  // Again for one that is returning: a request that was cut off may not have left the marker.
  if (changed.state === "returning") {
    await requestSettlement(found);
  }
  return shownWithdrawal(changed);
}

async function withdrawalInPath({ pathParameters }: Event, client: string): Promise<Withdrawal> {
  const id = pathParameters?.["withdrawal"] ?? "";
  const date = id.slice(0, "yyyy-MM-dd".length);
  const isId = isCalendarDate(date) && /^[0-9a-f-]+$/.test(id);
  const key = withdrawalKey({ date, id });
  const found = isId ? await findJson(Resource.Lake.name, key, withdrawalSchema) : undefined;
  if (found?.client !== client) {
    throw notFound(client, id);
  }
  return found;
}

async function refuseUnreturnable(withdrawal: Withdrawal): Promise<void> {
  const bucket = Resource.Lake.name;
  for (const { to } of withdrawal.taken) {
    if ((await findEtag(bucket, to)) === undefined) {
      throw new RequestError(
        "Conflict",
        `Rows of the withdrawal ${JSON.stringify(withdrawal.id)} are not kept any more: s3://${bucket}/${to} is not there`,
      );
    }
  }
  const again = (await withdrawalsOf(withdrawal)).find((other) => takesRowsOf(other, withdrawal));
  if (again !== undefined) {
    throw new RequestError(
      "Conflict",
      `The later withdrawal ${JSON.stringify(again.id)} takes the rows of ${JSON.stringify(withdrawal.id)} out as well: take it back first`,
    );
  }
}

function notFound(client: string, id: string): RequestError {
  return new RequestError(
    "NotFound",
    `The client ${JSON.stringify(client)} has no withdrawal ${JSON.stringify(id)}`,
  );
}

function shownWithdrawal(withdrawal: Withdrawal): ShownWithdrawal {
  const { taken: _taken, checked: _checked, returned: _returned, ...shown } = withdrawal;
  return { ...shown, rows: countTaken(withdrawal) };
}
