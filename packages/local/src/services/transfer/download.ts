import { Readable } from "node:stream";
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { SftpFailure } from "./sftp-failure.ts";

/** The object that a user reads, as it was when it was opened. */
type ReadObject = { bucket: string; key: string; size: number; eTag: string };

/** A file that is read from S3, as fast as its reader takes it. Clients read from the start to the end. */
export class Download {
  readonly #s3: S3Client;
  readonly #object: ReadObject;
  #body: { stream: Readable; chunks: AsyncIterator<Buffer> } | undefined;
  /** Where the rest of the last chunk begins. */
  #position = 0;
  #rest: Buffer = Buffer.alloc(0);

  constructor(s3: S3Client, object: ReadObject) {
    this.#s3 = s3;
    this.#object = object;
  }

  get key(): string {
    return this.#object.key;
  }

  /** Returns at most so many bytes from the offset on; undefined at the end of the file. */
  async read(offset: number, length: number): Promise<Buffer | undefined> {
    if (offset >= this.#object.size || length === 0) {
      return undefined;
    }
    if (!this.#body || offset !== this.#position) {
      await this.#openAt(offset);
    }
    const chunks = this.#body?.chunks;
    while (this.#rest.length < length) {
      const next = await chunks?.next();
      if (!next || next.done) {
        break;
      }
      this.#rest = Buffer.concat([this.#rest, next.value]);
    }
    if (this.#rest.length === 0) {
      throw new SftpFailure("FAILURE", `${this.key} ends at byte ${offset} of ${this.#object.size}`);
    }
    const data = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(data.length);
    this.#position = offset + data.length;
    return data;
  }

  /** Lets go of the object. */
  close(): void {
    this.#body?.stream.destroy();
    this.#body = undefined;
  }

  async #openAt(offset: number): Promise<void> {
    this.close();
    const { bucket, key, eTag } = this.#object;
    const { Body } = await this.#s3.send(
      new GetObjectCommand({ Bucket: bucket, Key: key, IfMatch: eTag, Range: `bytes=${offset}-` }),
    );
    if (!(Body instanceof Readable)) {
      throw new TypeError(`S3 answered without a stream of ${key}`);
    }
    this.#body = { stream: Body, chunks: Body[Symbol.asyncIterator]() };
    this.#position = offset;
    this.#rest = Buffer.alloc(0);
  }
}
