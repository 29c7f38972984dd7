import { createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { createGunzip, createGzip, type Gzip } from "node:zlib";
import { columns } from "@ashiato/core/columns";

/** Which rows are taken out: those of a source, of one device or of all. */
export type Withdrawn = { source: string; device: string | undefined };

/** The two files that a table's object is split into, as gzip, with their numbers of rows. */
export type SplitRows = { kept: number; taken: number };

const sourceIndex = columns.findIndex(({ name }) => name === "source");
const deviceIndex = columns.findIndex(({ name }) => name === "device_id");

/**
 * Splits the rows of a table's object, which is gzip, into a file of those that stay and one of those that
 * are taken out. Holds a few rows in memory at a time. Throws an Error for an object that is not whole gzip.
 */
export async function splitRows(
  object: Readable,
  { source, device }: Withdrawn,
  files: { kept: string; taken: string },
): Promise<SplitRows> {
  const unpacked = object.pipe(createGunzip());
  object.once("error", (error) => unpacked.destroy(error));
  const failed = once(unpacked, "error").then(([error]) => Promise.reject(error as Error));
  const kept = gzipFile(files.kept);
  const taken = gzipFile(files.taken);
  const counts = { kept: 0, taken: 0 };
  const split = async (): Promise<void> => {
    for await (const line of createInterface({ input: unpacked, crlfDelay: Infinity })) {
      const values = line.split(",");
      const isTaken =
        values[sourceIndex] === source && (device === undefined || values[deviceIndex] === device);
      counts[isTaken ? "taken" : "kept"] += 1;
      await (isTaken ? taken : kept).write(line);
    }
  };
  await Promise.race([split(), failed]);
  await Promise.all([kept.end(), taken.end()]);
  return counts;
}

function gzipFile(path: string): { write: (line: string) => Promise<void>; end: () => Promise<void> } {
  const gzip: Gzip = createGzip();
  const file = gzip.pipe(createWriteStream(path));
  return {
    write: async (line) => {
      if (!gzip.write(`${line}\n`)) {
        await once(gzip, "drain");
      }
    },
    end: async () => {
      gzip.end();
      await finished(file);
    },
  };
}
