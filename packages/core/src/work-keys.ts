/** The inbox of objects that are not yet distributed. */
export const workPrefix = "work/";

/**
 * A chunk that `store` wrote: its time, its number within the invocation, and the start of the SHA-256 of its
 * content.
 */
export type ChunkName = { storedAt: Date; chunk: number; hash: string };

/** Returns a key of the form `work/<yyyy>/<mm>/<dd>/<time>-<n>-<hash>.csv.gz`, time in UTC as `HHmmssSSS`. */
export function workKey(name: ChunkName): string {
  return `${workPrefix}${chunkPath(name)}.csv.gz`;
}

/** Returns when the object of a key of `workKey` was stored, RFC 3339 in UTC; undefined for any other key. */
export function workTimeOf(key: string): string | undefined {
  const [, year, month, day, hour, minute, second, fraction] =
    /^work\/(\d{4})\/(\d\d)\/(\d\d)\/(\d\d)(\d\d)(\d\d)(\d{3})-/.exec(key) ?? [];
  return year && `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction}Z`;
}

/** Returns the part of a key that a chunk has under each of its prefixes. */
export function chunkPath({ storedAt, chunk, hash }: ChunkName): string {
  return `${timePath(storedAt)}-${chunk}-${hash}`;
}

/** Returns how the part of a key begins that a chunk has, which lists chunks by time. */
export function timePath(storedAt: Date): string {
  const digits = storedAt.toISOString().replaceAll(/\D/g, "");
  const day = `${digits.slice(0, 4)}/${digits.slice(4, 6)}/${digits.slice(6, 8)}`;
  return `${day}/${digits.slice(8)}`;
}
