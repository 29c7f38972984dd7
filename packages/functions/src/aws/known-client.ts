import type { Client } from "@ashiato/core/clients/client";
import { findClient } from "./find-client.ts";

/**
 * How long a reading of a client is used. API Gateway uses a decision for as long again
 * (`authorizationSettings.cached`): a change is in force within a minute.
 */
const readingMilliseconds = 30_000;
/** Readings kept at a time, those of ids that no client has among them. */
const maxReadings = 10_000;

const readings = new Map<string, { client: Promise<Client | undefined>; at: number }>();

/** Returns a client as it was some seconds ago; undefined if no client had this id. */
export async function knownClient(id: string): Promise<Client | undefined> {
  const known = readings.get(id);
  if (known !== undefined && isKnown(id)) {
    return known.client;
  }
  if (readings.size >= maxReadings) {
    readings.clear();
  }
  const client = findClient(id);
  readings.set(id, { client, at: Date.now() });
  try {
    return await client;
  } catch (error) {
    readings.delete(id);
    throw error;
  }
}

/** Returns whether the next answer of `knownClient` is an earlier reading. */
export function isKnown(id: string): boolean {
  const known = readings.get(id);
  return known !== undefined && Date.now() - known.at < readingMilliseconds;
}

/** Returns a client as it is, whatever was read before. */
export function newestClient(id: string): Promise<Client | undefined> {
  readings.delete(id);
  return knownClient(id);
}
