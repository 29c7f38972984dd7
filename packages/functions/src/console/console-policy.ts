import { readStreets } from "@ashiato/core/streets";
import { Resource } from "sst";
import { originOfLinks } from "../http/origin-of-links.ts";

let policy: string | undefined;

/**
 * Returns the content security policy of the console: it loads nothing from other hosts and runs nothing but
 * its own files, and asks the API, the WebSocket API, the host of signed links and the hosts of the streets,
 * if the stage has some. MapLibre fetches all of a style, images too.
 */
export async function consolePolicy(): Promise<string> {
  policy ??= [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    // The map's controls have their signs in its style sheet.
    "img-src 'self' data: blob:",
    "worker-src 'self'",
    [
      "connect-src 'self'",
      new URL(Resource.Live.url).origin,
      await originOfLinks(),
      ...streetsOrigins(),
    ].join(" "),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
  return policy;
}

function streetsOrigins(): readonly string[] {
  return readStreets(Resource.Streets)?.origins ?? [];
}
