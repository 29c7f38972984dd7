import {
  type ShownWithdrawal,
  shownWithdrawalSchema,
  withdrawalListSchema,
} from "@ashiato/core/api/withdrawal-schemas";
import { type ApiAccess, askApi } from "./ask-api.ts";

type Asked = { client: string; signal: AbortSignal };

/**
 * Asks for the rows of a client to be taken out of a date. Throws an Error with the API's own message, as all
 * functions of this file do.
 */
export function withdrawRows(
  api: ApiAccess,
  { client, signal, ...body }: Asked & { date: string; device?: string },
): Promise<ShownWithdrawal> {
  return askApi(api, pathOf(client), { method: "POST", body, schema: shownWithdrawalSchema, signal });
}

/** Returns a client's withdrawals, the newest first. */
export async function listWithdrawals(api: ApiAccess, { client, signal }: Asked): Promise<ShownWithdrawal[]> {
  return (await askApi(api, pathOf(client), { schema: withdrawalListSchema, signal })).withdrawals;
}

/** Asks for the rows of a withdrawal to be put back. */
export function returnRows(
  api: ApiAccess,
  { client, withdrawal, signal }: Asked & { withdrawal: string },
): Promise<ShownWithdrawal> {
  const path = `${pathOf(client)}/${encodeURIComponent(withdrawal)}`;
  return askApi(api, path, { method: "DELETE", schema: shownWithdrawalSchema, signal });
}

function pathOf(client: string): string {
  return `/v1/clients/${encodeURIComponent(client)}/withdrawals`;
}
