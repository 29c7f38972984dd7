import { hash } from "node:crypto";

/** An object as the Distributed Map's listing gives it; the ETag keeps its quotes. */
export type ListedObject = { Key: string; Etag: string };

/**
 * The id of a batch of work objects: equal for equal objects in any order, so that repeating a batch writes the same keys again. A
 * console shows folders as objects whose key ends in a slash; they hold nothing and are no part of a batch.
 */
export function batchId(objects: ListedObject[]): string {
  const lines = objects.map(({ Key, Etag }) => `${Key}\n${Etag}\n`);
  return hash("sha256", lines.toSorted().join(""), "hex").slice(0, 32);
}
