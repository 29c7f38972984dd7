import { type Position, positionOf } from "@ashiato/core/live/position";
import { readPositionsText } from "@ashiato/core/live/positions-file";
import { Resource } from "sst";
import { findGzipText } from "../aws/gzip-objects.ts";

type Pushed = { mergedAt: string; positions: readonly Position[] };

/** What was read last: the next push is often of the same object, to other connections. */
let latest: { key: string; pushed: Promise<Pushed> } | undefined;

/** Returns the positions of an object; none for a snapshot that has expired: all of them are pushed anew. */
export async function pushedPositions(key: string): Promise<Pushed> {
  if (latest?.key === key) {
    return latest.pushed;
  }
  const pushed = read(key);
  latest = { key, pushed };
  try {
    return await pushed;
  } catch (error) {
    latest = undefined;
    throw error;
  }
}

async function read(key: string): Promise<Pushed> {
  const found = await findGzipText(Resource.Lake.name, key);
  if (found === undefined) {
    return { mergedAt: new Date(0).toISOString(), positions: [] };
  }
  const { mergedAt, rows } = readPositionsText(found.text);
  return { mergedAt, positions: rows.map(positionOf) };
}
