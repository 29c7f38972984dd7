import type { IncomingHttpHeaders } from "node:http";

/**
 * This machine's names, and the names of buckets under `localhost`, which browsers and resolvers always
 * resolve to this machine.
 */
const ownName = String.raw`localhost|(?:[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?\.)localhost|127\.0\.0\.1|\[::1\]`;
const ownHost = new RegExp(`^(?:${ownName})(?<port>:\\d+)?$`, "i");
const ownOrigin = new RegExp(`^http://(?:${ownName})(?<port>:\\d+)?$`, "i");

/**
 * Returns true if a request comes from a foreign web page: its Origin is neither this server's nor allowed,
 * or its Host is a name that was made to resolve to this machine (DNS rebinding). A browser sends both by
 * itself, and a page cannot change them. AWS needs no such rule, because no browser runs on its servers.
 */
export function isForeign(
  { host, origin }: IncomingHttpHeaders,
  allowsOrigin: (origin: string) => boolean = () => false,
): boolean {
  const own = ownHost.exec(host ?? "");
  if (!own) {
    return true;
  }
  if (origin === undefined) {
    return false;
  }
  const from = ownOrigin.exec(origin);
  const isOwn = from !== null && from.groups?.["port"] === own.groups?.["port"];
  return !isOwn && !allowsOrigin(origin);
}

/** Returns whether an origin's pages come from this machine, on any port: a developer's own server. */
export function isOfThisMachine(origin: string): boolean {
  return ownOrigin.test(origin);
}
