import { createHash } from "node:crypto";
import type { Integrations } from "../integrations/integrations.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
const pageSize = 1000;

type Stored = { body: Uint8Array; lastModified: Date };

/** Buckets in memory, for definitions that are run without a stage. */
export class MemoryS3 {
  readonly #buckets = new Map<string, Map<string, Stored>>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Makes a bucket, unless it is there. */
  createBucket(name: string): Map<string, Stored> {
    const objects = this.#buckets.get(name) ?? new Map<string, Stored>();
    this.#buckets.set(name, objects);
    return objects;
  }

  put(bucket: string, key: string, body: string | Uint8Array): void {
    const objects = this.createBucket(bucket);
    const bytes = typeof body === "string" ? Buffer.from(body) : body;
    objects.set(key, { body: bytes, lastModified: new Date(this.#now()) });
  }

  delete(bucket: string, key: string): void {
    this.#bucket(bucket).delete(key);
  }

  /** Returns the text of an object, or undefined when it does not exist. */
  text(bucket: string, key: string): string | undefined {
    const stored = this.#buckets.get(bucket)?.get(key);
    return stored && Buffer.from(stored.body).toString();
  }

  keys(bucket: string): string[] {
    return [...this.#bucket(bucket).keys()].toSorted();
  }

  readonly integration: Integrations["s3"] = {
    listObjectsV2: async ({ bucket, prefix = "", continuationToken }) => {
      const objects = this.#bucket(bucket);
      const keys = this.keys(bucket).filter(
        (key) => key.startsWith(prefix) && key > (continuationToken ?? ""),
      );
      const page = keys.slice(0, pageSize).flatMap((key) => {
        const stored = objects.get(key);
        if (!stored) {
          return [];
        }
        const { body, lastModified } = stored;
        const etag = `"${createHash("md5").update(body).digest("hex")}"`;
        return [{ key, size: body.length, etag, lastModified, storageClass: "STANDARD" }];
      });
      const last = keys[pageSize - 1];
      return {
        objects: page,
        ...(keys.length > pageSize && last !== undefined ? { nextContinuationToken: last } : {}),
      };
    },
    getObject: async ({ bucket, key }) => {
      const stored = this.#bucket(bucket).get(key);
      if (!stored) {
        throw s3Error("NoSuchKey", "The specified key does not exist.");
      }
      return chunks(stored.body);
    },
    putObject: async ({ bucket, key, body }) => {
      this.#bucket(bucket);
      this.put(bucket, key, body);
    },
  };

  #bucket(name: string): Map<string, Stored> {
    const bucket = this.#buckets.get(name);
    if (bucket) {
      return bucket;
    }
    throw s3Error("NoSuchBucket", "The specified bucket does not exist");
  }
}

async function* chunks(body: Uint8Array): AsyncGenerator<Uint8Array> {
  yield body;
}

function s3Error(name: string, message: string): Error {
  return Object.assign(new Error(message), { name, statusCode: 404 });
}
