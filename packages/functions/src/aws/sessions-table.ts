import { hash, randomBytes } from "node:crypto";
import { type Holder, holderSchema } from "@ashiato/core/clients/client-use";
import { Resource } from "sst";
import * as z from "zod";
import { callDynamodb, item } from "./dynamodb-call.ts";

/** As much chance as a key has. */
const tokenBytes = 24;
const tokenPattern = /^ses_[\w-]{32}$/;

const answerSchema = z.looseObject({ Item: item.optional() });
const sessionSchema = z.object({ holder: holderSchema, expiresAt: z.number() });

/** A session by the hash of its token, which is its name. */
export type KeptSession = { id: string; holder: Holder; expiresAt: number };

/** Returns whether a token is that of a session, by its form: no key has this form. */
export function isSessionToken(token: string): boolean {
  return tokenPattern.test(token);
}

/**
 * Keeps a new session of a holder, by the hash of its token. Returns the token.
 * @param expiresAt milliseconds since 1970
 */
export async function keepSession(holder: Holder, expiresAt: number): Promise<string> {
  const token = `ses_${randomBytes(tokenBytes).toString("base64url")}`;
  await callDynamodb("PutItem", {
    TableName: Resource.Sessions.name,
    Item: { session: idOf(token), holder, expiresAt, ends: Math.ceil(expiresAt / 1_000) },
  });
  return token;
}

/**
 * Returns the session of a token; undefined if the token is unknown, was signed out or has expired. DynamoDB
 * deletes what has expired days later.
 */
export async function findSession(token: string, now: number): Promise<KeptSession | undefined> {
  const id = idOf(token);
  const input = { TableName: Resource.Sessions.name, Key: { session: id }, ConsistentRead: true };
  const { Item } = answerSchema.parse(await callDynamodb("GetItem", input));
  if (Item === undefined) {
    return undefined;
  }
  const { holder, expiresAt } = sessionSchema.parse(Item);
  return expiresAt > now ? { id, holder, expiresAt } : undefined;
}

/** Ends a session by its name. */
export async function endSession(id: string): Promise<void> {
  await callDynamodb("DeleteItem", { TableName: Resource.Sessions.name, Key: { session: id } });
}

function idOf(token: string): string {
  return hash("sha256", token, "hex");
}
