import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";

/** Returns an object's contents; undefined if the object does not exist. */
type Contents = string | undefined;

/** Writes, overwrites and deletes the objects of a prefix without a pause, and knows what each may be. */
export class HotWriter {
  readonly #bucket: string;
  readonly #prefix: string;
  /** What was confirmed, and what was asked for since: one of them must be there. */
  readonly #states = new Map<string, Contents[]>();
  #writes = 0;

  constructor(bucket: string, prefix: string) {
    this.#bucket = bucket;
    this.#prefix = prefix;
  }

  /** Returns how many writes and deletions were confirmed. */
  get writes(): number {
    return this.#writes;
  }

  /** Goes on until the client's request fails, as when the server is killed. */
  async writeUntilItFails(s3: S3Client): Promise<void> {
    for (let turn = 0; ; turn += 1) {
      const Key = `${this.#prefix}${turn % 5}/object`;
      const contents = turn % 7 === 6 ? undefined : `${this.#writes} `.repeat(1 + ((turn * 997) % 9_000));
      this.#states.set(Key, [...(this.#states.get(Key) ?? [undefined]), contents]);
      try {
        const object = { Bucket: this.#bucket, Key };
        await (contents === undefined
          ? s3.send(new DeleteObjectCommand(object))
          : s3.send(new PutObjectCommand({ ...object, Body: contents })));
      } catch {
        // Whether it was done is not known: both are right.
        return;
      }
      this.#states.set(Key, [contents]);
      this.#writes += 1;
    }
  }

  /** Returns a sentence for each object that is neither as confirmed nor as last asked for. */
  async differences(s3: S3Client): Promise<string[]> {
    const { Contents: listed = [] } = await s3.send(
      new ListObjectsV2Command({ Bucket: this.#bucket, Prefix: this.#prefix }),
    );
    const found = new Map<string, Contents>();
    for (const { Key = "" } of listed) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: this.#bucket, Key }));
      found.set(Key, await Body?.transformToString());
    }
    const differences: string[] = [];
    for (const [key, allowed] of this.#states) {
      const contents = found.get(key);
      if (!allowed.includes(contents)) {
        differences.push(`${key} is ${shown(contents)}, and may be ${allowed.map(shown).join(" or ")}`);
      }
      this.#states.set(key, [contents]);
    }
    return differences;
  }
}

function shown(contents: Contents): string {
  return contents === undefined ? "not there" : `${contents.length} characters of ${contents.slice(0, 8)}`;
}
