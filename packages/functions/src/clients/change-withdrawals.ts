import { randomBytes } from "node:crypto";
import {
  type ShownWithdrawal,
  type WithdrawalList,
  withdrawalRequestSchema,
} from "@ashiato/core/api/withdrawal-schemas";
import { businessDate } from "@ashiato/core/business-date";
import { countTaken, type Withdrawal, withdrawalSchema } from "@ashiato/core/daily-batch/withdrawal";
import { withdrawalKey, type WithdrawalName } from "@ashiato/core/withdrawal-keys";
import { isCalendarDate } from "@ashiato/core/timestamps";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Resource } from "sst";
import { addAuditEntry } from "../aws/clients-table.ts";
import { createJson, findEtag, findJson } from "../aws/objects.ts";
import { changeWithdrawal, readWithdrawals, requestSettlement } from "../batch/withdrawals.ts";
import { RequestError } from "../errors.ts";
import { entryOf, readRequest, timeOf } from "./change-clients.ts";
import { clientOfPath } from "./shown-client.ts";

type Event = APIGatewayProxyEventV2;

/**
 * Asks the next run to take the rows of the client in the path out of a date, and returns the withdrawal.
 * Throws RequestError NotFound for no such client, InvalidBody for a date in the future.
 */
export async function withdrawRows(event: Event): Promise<ShownWithdrawal> {
  const { id: client } = await clientOfPath(event);
  const { date, device } = await readRequest(event, withdrawalRequestSchema);
  const today = businessDate(event.requestContext.timeEpoch, Resource.Settings.timeZone);
  if (date > today) {
    throw new RequestError("InvalidBody", `date must not be after today, ${today}, got ${date}`);
  }
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
 * back already. Throws RequestError NotFound, and Conflict if the rows are not kept any more.
 */
export async function returnRows(event: Event): Promise<ShownWithdrawal> {
  const { id: client } = await clientOfPath(event);
  const name = await nameInPath(event, client);
  await addAuditEntry(entryOf(event, { action: "rows returned", client, details: { withdrawal: name.id } }));
  const changed = await changeWithdrawal(name, (now) => ({
    ...now,
    state: now.state === "returned" ? "returned" : "returning",
  }));
  if (changed === undefined) {
    throw notFound(client, name.id);
  }
  if (changed.state === "returning") {
    await requestSettlement(name);
  }
  return shownWithdrawal(changed);
}

async function nameInPath({ pathParameters }: Event, client: string): Promise<WithdrawalName> {
  const id = pathParameters?.["withdrawal"] ?? "";
  const date = id.slice(0, "yyyy-MM-dd".length);
  const bucket = Resource.Lake.name;
  const isId = isCalendarDate(date) && /^[0-9a-f-]+$/.test(id);
  const found = isId ? await findJson(bucket, withdrawalKey({ date, id }), withdrawalSchema) : undefined;
  if (found?.client !== client) {
    throw notFound(client, id);
  }
  for (const { to } of found.state === "returned" ? [] : found.taken) {
    if ((await findEtag(bucket, to)) === undefined) {
      throw new RequestError(
        "Conflict",
        `Rows of the withdrawal ${JSON.stringify(id)} are not kept any more: s3://${bucket}/${to} is not there`,
      );
    }
  }
  return { date, id };
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
