import { hiveNullPartition } from "../catalog/column-type.ts";
import type { Unload } from "../grammar/statement.ts";

/** Slices that PARALLEL ON writes from, as a workgroup of the smallest base capacity would have. */
export const sliceCount = 2;

/**
 * A file's place among those of one prefix: PARALLEL ON counts slices and each slice's parts, PARALLEL OFF
 * only parts.
 */
export type FilePlace = { slice: number; part: number };

/**
 * Returns a file's key. PARALLEL ON: `<prefix><slice>_part_<part>`; PARALLEL OFF: `<prefix><part>`.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD.html (TO, PARALLEL, EXTENSION)
 */
export function fileKey(prefix: string, { slice, part }: FilePlace, unload: Unload): string {
  const name = unload.parallel ? `${digits(slice, 4)}_part_${digits(part, 2)}` : digits(part, 3);
  return `${prefix}${name}${suffix(unload)}`;
}

/** EXTENSION replaces what would be added, a compression's own suffix too. */
function suffix({ extension, format, compression }: Unload): string {
  if (extension !== undefined) {
    return `.${extension}`;
  }
  if (format.kind === "parquet") {
    return ".parquet";
  }
  return compressionSuffixes[compression];
}

const compressionSuffixes = { none: "", gzip: ".gz", zstd: ".zst", bzip2: ".bz2" };

/**
 * Returns the prefix of one partition's files: `<prefix>/key=value/`.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD.html (PARTITION BY)
 */
export function partitionPrefix(
  prefix: string,
  values: readonly { column: string; value: string | null }[],
): string {
  const base = prefix === "" || prefix.endsWith("/") ? prefix : `${prefix}/`;
  const folders = values.map(
    ({ column, value }) =>
      `${encodeURIComponent(column)}=${value === null ? hiveNullPartition : encodeURIComponent(value)}/`,
  );
  return `${base}${folders.join("")}`;
}

function digits(number: number, width: number): string {
  return String(number).padStart(width, "0");
}
