import { once } from "node:events";
import { PassThrough } from "node:stream";
import { Upload } from "@aws-sdk/lib-storage";
import { deflatePiece, gzipHeader, GzipJoin, type GzipPiece } from "@ashiato/core/work-object/gzip-piece";
import { s3 } from "./s3.ts";

/**
 * The minimum size of every part but the last in S3:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html. 10,000 of them are 50 GB, compressed.
 */
const partBytes = 5 * 1024 * 1024;
/** Lines are gathered into contents of this size, which are compressed together. */
const contentsBytes = 256 * 1024;

/**
 * A gzip file that is compressed and uploaded while it is written. It exists, whole, once `finish` succeeds:
 * S3 shows no unfinished upload. Takes the memory of one part and what waits for `flush`, whatever the size
 * of the file.
 */
export class GzipUpload {
  readonly #file = new PassThrough({ highWaterMark: contentsBytes });
  readonly #join = new GzipJoin();
  readonly #uploaded: Promise<unknown>;
  #contents = Buffer.allocUnsafe(contentsBytes);
  #filled = 0;
  /** In the order of the file: contents to be compressed, and pieces that are. */
  #waiting: (Buffer | GzipPiece)[] = [];
  #bytes = 0;

  /** @param ifMatch the ETag of the object that the file replaces, which must be there when it ends */
  constructor(bucket: string, key: string, { ifMatch }: { ifMatch?: string } = {}) {
    const upload = new Upload({
      client: s3,
      params: {
        Bucket: bucket,
        Key: key,
        Body: this.#file,
        ContentType: "application/gzip",
        ...(ifMatch !== undefined && { IfMatch: ifMatch }),
      },
      partSize: partBytes,
      queueSize: 2,
    });
    this.#uploaded = upload.done();
    // A failure is thrown where the upload is next awaited; until then it must not count as an unhandled
    // rejection.
    this.#uploaded.catch(() => undefined);
    this.#file.on("error", () => undefined);
    this.#write(gzipHeader());
  }

  /** Adds a copy of bytes, at most `contentsBytes`; `flush` passes them on. */
  append(bytes: Buffer, start: number, end: number): void {
    if (this.#filled + end - start > contentsBytes) {
      this.#closeContents();
    }
    this.#filled += bytes.copy(this.#contents, this.#filled, start, end);
  }

  /** Adds text of any length; `flush` passes it on. */
  appendText(text: string): void {
    const bytes = Buffer.from(text);
    if (bytes.length <= contentsBytes) {
      this.append(bytes, 0, bytes.length);
    } else {
      this.#closeContents();
      this.#waiting.push(bytes);
    }
  }

  /** Adds a piece as it is; `flush` passes it on. */
  appendPiece(piece: GzipPiece): void {
    this.#closeContents();
    this.#waiting.push(piece);
  }

  /**
   * Compresses full contents, passes them on and resolves when the upload can take more. Throws the upload's
   * error if it failed.
   */
  async flush(): Promise<void> {
    for (const waiting of this.#waiting.splice(0)) {
      const piece = Buffer.isBuffer(waiting) ? await deflatePiece(waiting) : waiting;
      if (!this.#write(this.#join.add(piece))) {
        await Promise.race([once(this.#file, "drain"), this.#uploaded]);
      }
    }
  }

  /** Ends the file; resolves to its compressed size in bytes when S3 has it. */
  async finish(): Promise<number> {
    this.#closeContents();
    await this.flush();
    this.#write(this.#join.end());
    this.#file.end();
    await this.#uploaded;
    return this.#bytes;
  }

  /** Abandons the file and discards what was uploaded. */
  async abort(cause: Error): Promise<void> {
    this.#file.destroy(cause);
    await this.#uploaded.catch(() => undefined);
  }

  #write(bytes: Buffer): boolean {
    this.#bytes += bytes.length;
    return this.#file.write(bytes);
  }

  #closeContents(): void {
    if (this.#filled > 0) {
      this.#waiting.push(this.#contents.subarray(0, this.#filled));
      this.#contents = Buffer.allocUnsafe(contentsBytes);
      this.#filled = 0;
    }
  }
}
