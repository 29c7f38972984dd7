import * as z from "zod";
import type { ZipEntry } from "../formats/files/zip-directory.ts";

const number = z.int().nonnegative();
const range = { part: number, from: z.int().nonnegative(), to: z.int().positive() };

/**
 * What a child of the map converts:
 * - `file`: the whole file.
 * - `lines`: the lines of a plain CSV that begin at or after `from` and before `to`.
 * - `entries`: the files of a zip archive that lie from `from` to `to`, and unpack to so many bytes.
 */
export const partSchema = z.discriminatedUnion("of", [
  z.object({ of: z.literal("file"), part: number }),
  z.object({ of: z.literal("lines"), ...range, headings: z.string() }),
  z.object({ of: z.literal("entries"), ...range, unpackedBytes: number }),
]);

export type Part = z.output<typeof partSchema>;

export const wholeFile: readonly Part[] = [{ of: "file", part: 0 }];

/**
 * Step Functions limits a state's input to 256 KiB, of which parts take this much: a file of more parts gets
 * larger ones. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
const maxPartsBytes = 160 * 1024;
/** JSON of a part, with the largest numbers, besides its headings. */
const partJsonBytes = 120;

/** Cuts a plain CSV of so many bytes into parts of about `partBytes`. */
export function linesParts(bytes: number, partBytes: number, headings: string): readonly Part[] {
  const headingsBytes = Buffer.byteLength(JSON.stringify(headings));
  const maxParts = Math.floor(maxPartsBytes / (partJsonBytes + headingsBytes));
  const count = Math.min(Math.ceil(bytes / partBytes), maxParts);
  if (count <= 1) {
    return wholeFile;
  }
  const size = Math.ceil(bytes / count);
  return Array.from({ length: count }, (_, part) => ({
    of: "lines",
    part,
    from: part * size,
    to: Math.min((part + 1) * size, bytes),
    headings,
  }));
}

/** Groups the files of an archive, in the order of their bytes, by what they unpack to: about `partBytes`. */
export function entriesParts(entries: readonly ZipEntry[], partBytes: number): readonly Part[] {
  const total = entries.reduce((sum, { unpackedBytes }) => sum + unpackedBytes, 0);
  // Two neighbours together are larger than a part's size, so there are at most twice as many as would fit.
  const size = Math.max(partBytes, (2 * total) / Math.floor(maxPartsBytes / partJsonBytes), 1);
  const parts: Extract<Part, { of: "entries" }>[] = [];
  for (const { start, end, unpackedBytes } of entries) {
    const last = parts.at(-1);
    if (last === undefined || last.unpackedBytes + unpackedBytes > size) {
      parts.push({ of: "entries", part: parts.length, from: start, to: end, unpackedBytes });
    } else {
      last.to = end;
      last.unpackedBytes += unpackedBytes;
    }
  }
  return parts;
}
