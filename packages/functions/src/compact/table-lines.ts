import { createInterface } from "node:readline";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { Resource } from "sst";
import { openObject } from "../aws/objects.ts";

/**
 * Passes the lines of an object of the table to `take`, and waits for `flush` after each thousand. Returns
 * the ETag of what was read. Throws NoSuchKey, PreconditionFailed for another ETag than the one given, and
 * zlib's error for a file that is not whole.
 */
export async function readTableLines(
  { key, etag }: { key: string; etag?: string },
  take: (line: string) => void,
  flush: () => Promise<void> = async () => {},
): Promise<string> {
  const opened = await openObject(Resource.Lake.name, key, etag);
  const gunzip = createGunzip();
  const lines = createInterface({ input: gunzip, crlfDelay: Infinity });
  await Promise.all([
    pipeline(opened.body, gunzip),
    (async () => {
      let passed = 0;
      for await (const line of lines) {
        take(line);
        passed += 1;
        if (passed % 1_000 === 0) {
          await flush();
        }
      }
    })(),
  ]);
  return opened.etag;
}
