import * as z from "zod";

/**
 * What a child of the map converts: the whole file, or the lines of a plain CSV that begin at or after `from`
 * and before `to`.
 */
export const partSchema = z.object({
  part: z.int().nonnegative(),
  range: z.object({ from: z.int(), to: z.int(), headings: z.string() }).nullable(),
});

export type Part = z.output<typeof partSchema>;

export const wholeFile: readonly Part[] = [{ part: 0, range: null }];

/** Step Functions limits a state's input to 256 KiB: a file of more parts gets larger ones. */
const maxParts = 800;

/** Cuts a plain CSV of some bytes into parts of about a size. */
export function partsOf(bytes: number, partBytes: number, headings: string): readonly Part[] {
  const count = Math.min(Math.ceil(bytes / partBytes), maxParts);
  if (count <= 1) {
    return wholeFile;
  }
  const size = Math.ceil(bytes / count);
  return Array.from({ length: count }, (_, part) => ({
    part,
    range: { from: part * size, to: Math.min((part + 1) * size, bytes), headings },
  }));
}
