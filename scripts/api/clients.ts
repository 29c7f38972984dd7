import {
  type AuditTrail,
  auditTrailSchema,
  clientListSchema,
  type ClientUsage,
  type ClientWithKey,
  clientWithKeySchema,
  type ShownClient,
  shownClientSchema,
  usageSchema,
} from "@ashiato/core/api/client-schemas";
import type { ClientChange, NewClient } from "@ashiato/core/clients/client";
import { type ApiAccess, askApi } from "./ask-api.ts";

/** Returns every client. Throws an Error with the API's own message, as all functions of this file do. */
export async function listClients(api: ApiAccess, signal: AbortSignal): Promise<ShownClient[]> {
  return (await askApi(api, "/v1/clients", { schema: clientListSchema, signal })).clients;
}

/** Returns a client with the last use of its keys. */
export function getClient(api: ApiAccess, id: string, signal: AbortSignal): Promise<ShownClient> {
  return askApi(api, pathOf(id), { schema: shownClientSchema, signal });
}

/** Adds a client, and returns its key with it. */
export function addClient(api: ApiAccess, body: NewClient, signal: AbortSignal): Promise<ClientWithKey> {
  return askApi(api, "/v1/clients", { method: "POST", body, schema: clientWithKeySchema, signal });
}

type Asked<Body> = { id: string; body: Body; signal: AbortSignal };

/** Changes what the body names. */
export function changeClient(
  api: ApiAccess,
  { id, body, signal }: Asked<ClientChange>,
): Promise<ShownClient> {
  return askApi(api, pathOf(id), { method: "PATCH", body, schema: shownClientSchema, signal });
}

/** Gives a client one more key, and returns it. */
export function addClientKey(
  api: ApiAccess,
  { id, body, signal }: Asked<{ othersExpireInSeconds?: number; label?: string }>,
): Promise<ClientWithKey> {
  return askApi(api, `${pathOf(id)}/keys`, { method: "POST", body, schema: clientWithKeySchema, signal });
}

/** Returns what a client used from a day to another. */
export function getClientUsage(
  api: ApiAccess,
  { id, from, to, signal }: { id: string; from: string; to: string; signal: AbortSignal },
): Promise<ClientUsage> {
  return askApi(api, `${pathOf(id)}/usage?from=${from}&to=${to}`, { schema: usageSchema, signal });
}

/** Ends one key of a client, and returns the client without it. */
export function endClientKey(
  api: ApiAccess,
  { id, key, signal }: { id: string; key: string; signal: AbortSignal },
): Promise<ShownClient> {
  const path = `${pathOf(id)}/keys/${encodeURIComponent(key)}`;
  return askApi(api, path, { method: "DELETE", schema: shownClientSchema, signal });
}

type AskedTrail = { limit: number; client: string | undefined; signal: AbortSignal };

/** The most entries that the API returns at once. */
const maxEntries = 1_000;

/**
 * Returns the newest entries of the audit trail, of one client or of all, newest first; `next` is there if
 * there are earlier ones.
 */
export async function getAuditTrail(
  api: ApiAccess,
  { limit, client, signal }: AskedTrail,
): Promise<AuditTrail> {
  const first = new URLSearchParams({
    limit: String(Math.min(limit, maxEntries)),
    ...(client !== undefined && { client }),
  });
  let path: string | undefined = `/v1/audit?${first.toString()}`;
  const entries: AuditTrail["entries"] = [];
  let next: string | undefined;
  while (path !== undefined && entries.length < limit) {
    const page: AuditTrail = await askApi(api, path, { schema: auditTrailSchema, signal });
    entries.push(...page.entries);
    ({ next } = page);
    path = next && pathAndQuery(next);
  }
  return { entries: entries.slice(0, limit), ...(next !== undefined && { next }) };
}

function pathAndQuery(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}

function pathOf(id: string): string {
  return `/v1/clients/${encodeURIComponent(id)}`;
}
