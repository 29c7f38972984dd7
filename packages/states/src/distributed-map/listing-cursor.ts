import type { S3Object } from "../integrations/integrations.ts";
import type { ItemReader } from "../definition/item-reader.ts";

/**
 * How far a map run has got in a listing of objects, by the key of the last object that a child was started
 * for. Children may delete their objects: after a restart a count would skip others in their place, a key
 * does not.
 */
export class ListingCursor {
  /** The last key before this listing began, and how many items came up to it. */
  readonly after: string | undefined;
  readonly items: number;
  #keys: string[] = [];
  #at = 0;

  constructor({ after, items }: { after: string | undefined; items: number }) {
    this.after = after;
    this.items = items;
  }

  /** Yields the objects after the cursor, in the order of their keys in UTF-8 as S3 lists them. */
  async *follow(pages: AsyncIterable<readonly S3Object[]>): AsyncGenerator<readonly S3Object[]> {
    const { after } = this;
    const last = after === undefined ? undefined : Buffer.from(after);
    for await (const page of pages) {
      const left =
        last === undefined ? page : page.filter(({ key }) => Buffer.compare(Buffer.from(key), last) > 0);
      for (const { key } of left) {
        this.#keys.push(key);
      }
      yield left;
    }
  }

  /** Moves on by the items of a child and returns the key of the last one. */
  take(items: number): string | undefined {
    this.#at += items;
    const key = this.#keys[this.#at - 1];
    if (this.#at > 10_000) {
      this.#keys = this.#keys.slice(this.#at);
      this.#at = 0;
    }
    return key;
  }
}

/** Returns whether a reader's items are the listed objects themselves. */
export function listsObjects(reader: ItemReader | undefined): boolean {
  return (
    reader !== undefined &&
    reader.Resource.endsWith(":s3:listObjectsV2") &&
    reader.ReaderConfig?.Transformation !== "LOAD_AND_FLATTEN"
  );
}
