import { once } from "node:events";
import { Readable } from "node:stream";
import { createGzip } from "node:zlib";
import { Upload } from "@aws-sdk/lib-storage";
import { s3 } from "./s3.ts";

/**
 * The minimum size of every part but the last in S3:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html. 10,000 of them are 50 GB, compressed.
 */
const partBytes = 5 * 1024 * 1024;
/** Lines are gathered into pieces of this size: the compressor takes one piece per call. */
const pieceBytes = 256 * 1024;

/**
 * An object that is compressed and uploaded while it is written. It exists, whole, once `finish` succeeds: S3
 * shows no unfinished upload. Takes the memory of one part, whatever the size of the object.
 */
export class GzipUpload {
  readonly #gzip = createGzip({ level: 1, chunkSize: pieceBytes });
  readonly #uploaded: Promise<unknown>;
  #piece = Buffer.allocUnsafe(pieceBytes);
  #filled = 0;
  #pieces: Buffer[] = [];
  #bytes = 0;

  constructor(bucket: string, key: string) {
    const upload = new Upload({
      client: s3,
      params: {
        Bucket: bucket,
        Key: key,
        Body: Readable.from(this.#compressed()),
        ContentType: "application/gzip",
      },
      partSize: partBytes,
      queueSize: 2,
    });
    this.#uploaded = upload.done();
    // A failure is thrown where the upload is next awaited; until then it must not count as an unhandled
    // rejection.
    this.#uploaded.catch(() => undefined);
    this.#gzip.on("error", () => undefined);
  }

  /** Adds a copy of bytes, fewer than a piece holds; `flush` passes them on. */
  append(bytes: Buffer, start: number, end: number): void {
    if (this.#filled + end - start > pieceBytes) {
      this.#closePiece();
    }
    this.#filled += bytes.copy(this.#piece, this.#filled, start, end);
  }

  /** Adds text of any length; `flush` passes it on. */
  appendText(text: string): void {
    this.#closePiece();
    this.#pieces.push(Buffer.from(text));
  }

  /**
   * Passes full pieces to the compressor and resolves when it can take more. Throws the upload's error if it
   * failed.
   */
  async flush(): Promise<void> {
    for (const piece of this.#pieces.splice(0)) {
      if (!this.#gzip.write(piece)) {
        await Promise.race([once(this.#gzip, "drain"), this.#uploaded]);
      }
    }
  }

  /** Ends the object; resolves to its compressed size in bytes when S3 has it. */
  async finish(): Promise<number> {
    this.#closePiece();
    await this.flush();
    this.#gzip.end();
    await this.#uploaded;
    return this.#bytes;
  }

  /** Abandons the object and discards what was uploaded. */
  async abort(cause: Error): Promise<void> {
    this.#gzip.destroy(cause);
    await this.#uploaded.catch(() => undefined);
  }

  #closePiece(): void {
    if (this.#filled > 0) {
      this.#pieces.push(this.#piece.subarray(0, this.#filled));
      this.#piece = Buffer.allocUnsafe(pieceBytes);
      this.#filled = 0;
    }
  }

  async *#compressed(): AsyncGenerator<Buffer> {
    for await (const bytes of this.#gzip) {
      this.#bytes += bytes.length;
      yield bytes;
    }
  }
}
