import { type Delivery, deliverySchema } from "@ashiato/core/feeds/delivery";
import {
  deliveriesPrefix,
  deliveryKey,
  type DeliveryName,
  type FeedName,
  parseDeliveryKey,
} from "@ashiato/core/feed-keys";
import { Resource } from "sst";
import { findJson, listKeys } from "../aws/objects.ts";

/** Dates that a feed is shown with. */
const maxShown = 31;

/** Returns what a feed delivered last: the newest dates, newest first, each with its newest version. */
export async function lastDeliveries(name: FeedName): Promise<{ date: string; version: number }[]> {
  return [...(await deliveredVersions(name))]
    .map(([date, versions]) => ({ date, version: Math.max(...versions) }))
    .toSorted((a, b) => (a.date > b.date ? -1 : 1))
    .slice(0, maxShown);
}

/** Returns the versions that a feed has delivered, by date. */
export async function deliveredVersions(name: FeedName): Promise<Map<string, number[]>> {
  const versions = new Map<string, number[]>();
  for await (const { date, version } of deliveries(deliveriesPrefix(name))) {
    versions.set(date, [...(versions.get(date) ?? []), version]);
  }
  return versions;
}

/** Returns what a feed delivered of a date: the newest version or the given one; undefined if nothing. */
export async function findDelivery(
  name: Omit<DeliveryName, "version">,
  version: number | undefined,
): Promise<Delivery | undefined> {
  let wanted = version;
  if (wanted === undefined) {
    for await (const delivered of deliveries(deliveriesPrefix(name, name.date))) {
      wanted = Math.max(delivered.version, wanted ?? 0);
    }
  }
  return wanted === undefined
    ? undefined
    : await findJson(Resource.Downloads.name, deliveryKey({ ...name, version: wanted }), deliverySchema);
}

async function* deliveries(prefix: string): AsyncGenerator<DeliveryName> {
  for await (const key of listKeys(Resource.Downloads.name, prefix)) {
    const name = parseDeliveryKey(key);
    if (name !== undefined) {
      yield name;
    }
  }
}
