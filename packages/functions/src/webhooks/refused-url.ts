import { lookup } from "node:dns/promises";
import { setTimeout as wait } from "node:timers/promises";
import { literalAddress, type Reach, refusedAddress } from "@ashiato/core/webhooks/network-address";
import { urlFault } from "@ashiato/core/webhooks/webhook";

/** An administrator waits for the answer, and the name is resolved again at each delivery. */
const resolveMilliseconds = 3_000;

/**
 * Returns why a webhook may not have a URL; undefined if it may. A name is refused if one of its addresses
 * is; one that cannot be resolved yet is taken, as the receiver may come later.
 */
export async function refusedUrl(text: string, reach: Reach): Promise<string | undefined> {
  const fault = urlFault(text);
  if (fault !== undefined) {
    return fault;
  }
  const url = new URL(text);
  const { protocol } = url;
  const literal = literalAddress(url);
  const addresses = literal === undefined ? await resolve(url.hostname) : [literal];
  const refused = addresses
    .map((address) => refusedAddress(address, { protocol, reach }))
    .find((reason) => reason !== undefined);
  if (refused !== undefined) {
    return literal === undefined ? `${url.hostname}: ${refused}` : refused;
  }
  return protocol === "https:" || addresses.length > 0 ? undefined : "must begin with https://";
}

/** Returns the addresses of a name; none if it has none, or the answer takes too long. */
async function resolve(hostname: string): Promise<string[]> {
  const found = lookup(hostname, { all: true }).then(
    (all) => all.map(({ address }) => address),
    () => [],
  );
  const stopped = new AbortController();
  const late = wait(resolveMilliseconds, [], { signal: stopped.signal, ref: false }).catch(() => []);
  try {
    return await Promise.race([found, late]);
  } finally {
    stopped.abort();
  }
}
