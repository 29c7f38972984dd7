import { once } from "node:events";
import { PassThrough } from "node:stream";
import { ChecksumAlgorithm, type S3Client } from "@aws-sdk/client-s3";
import { Upload as MultipartUpload } from "@aws-sdk/lib-storage";
import { SftpFailure } from "./sftp-failure.ts";

/** With the 10,000 parts of S3, files of up to 80 GB. */
const partBytes = 8 * 1024 * 1024;
/** Parts in memory of a file. */
const partsAtOnce = 2;
/** What a client may have sent ahead of a piece that is still to come. */
const maxAheadBytes = 8 * 1024 * 1024;

/** A file on its way into S3. Its object is there once the file is closed, and not before. */
export class Upload {
  readonly key: string;
  readonly #body = new PassThrough();
  readonly #done: Promise<unknown>;
  readonly #ahead = new Map<number, Buffer>();
  #aheadBytes = 0;
  #bytes = 0;

  constructor(s3: S3Client, { bucket, key }: { bucket: string; key: string }) {
    this.key = key;
    // Of the whole file, also of one in parts, so that the same contents are known again.
    const params = {
      Bucket: bucket,
      Key: key,
      Body: this.#body,
      ChecksumAlgorithm: ChecksumAlgorithm.CRC64NVME,
    };
    this.#done = new MultipartUpload({
      client: s3,
      params,
      partSize: partBytes,
      queueSize: partsAtOnce,
    }).done();
    // Wakes a write that waits for room. Both it and the close throw the error.
    this.#done.catch((error: unknown) => this.#body.destroy(asError(error)));
    this.#body.on("error", () => undefined);
  }

  /** How much of the file has arrived, without what lies after a gap. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Takes a piece of the file, and waits while S3 is slower than the client. Pieces may come in another order
   * within a few megabytes. Throws SftpFailure for one that was there before, or that is too far ahead.
   */
  async write(offset: number, data: Buffer): Promise<void> {
    if (offset < this.#bytes) {
      throw new SftpFailure(
        "FAILURE",
        `Byte ${offset} is written already: S3 keeps no changes within a file`,
      );
    }
    if (offset > this.#bytes) {
      if (this.#aheadBytes + data.length > maxAheadBytes) {
        throw new SftpFailure("FAILURE", `Byte ${offset} came, and ${this.#bytes} was to come next`);
      }
      this.#ahead.set(offset, data);
      this.#aheadBytes += data.length;
      return;
    }
    await this.#append(data);
    for (let next = this.#ahead.get(this.#bytes); next; next = this.#ahead.get(this.#bytes)) {
      this.#ahead.delete(this.#bytes);
      this.#aheadBytes -= next.length;
      await this.#append(next);
    }
  }

  /** Makes the object. Throws SftpFailure, and makes none, if a piece of the file did not come. */
  async close(): Promise<void> {
    if (this.#ahead.size > 0) {
      await this.abandon();
      throw new SftpFailure("FAILURE", `The file has a gap at byte ${this.#bytes}`);
    }
    this.#body.end();
    await this.#done;
  }

  /** Leaves nothing of the file in S3. */
  async abandon(): Promise<void> {
    const cut = new SftpFailure("FAILURE", `${this.key} was not closed`);
    this.#body.destroy(cut);
    // The uploader deletes its parts before it fails by what ended the body.
    await this.#done.catch((error: unknown) => {
      if (error !== cut) {
        throw error;
      }
    });
  }

  async #append(data: Buffer): Promise<void> {
    this.#bytes += data.length;
    if (this.#body.destroyed) {
      await this.#done;
    }
    if (!this.#body.write(data)) {
      await once(this.#body, "drain");
    }
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
