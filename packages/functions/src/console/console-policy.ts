import { readStreets } from "@ashiato/core/streets";
import { Resource } from "sst";
import { originOfLinks } from "../http/origin-of-links.ts";

let policy: string | undefined;

/**
 * Returns the content security policy of the console: it loads nothing from other hosts and runs nothing but
 * its own files, and asks the API, the WebSocket API, the hosts of signed links and the hosts of the streets,
 * if the stage has some. MapLibre fetches all of a style, images too.
 */
export async function consolePolicy(): Promise<string> {
  policy ??= await makePolicy();
  return policy;
}

async function makePolicy(): Promise<string> {
  const { Live, Downloads, Inbox } = Resource;
  // On a local stage all buckets are at one origin.
  const asked = new Set([
    new URL(Live.url).origin,
    await originOfLinks(Downloads.name),
    await originOfLinks(Inbox.name),
    ...streetsOrigins(),
  ]);
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    // The map's controls have their signs in its style sheet.
    "img-src 'self' data: blob:",
    "worker-src 'self'",
    `connect-src 'self' ${[...asked].join(" ")}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

function streetsOrigins(): readonly string[] {
  return readStreets(Resource.Streets)?.origins ?? [];
}
