import { close, openSync, read } from "node:fs";
import { Readable } from "node:stream";
import { z } from "zod";

/**
 * The bytes of a file, which fauxqs takes for a buffer: it asks for their number, for a range of them, and
 * sends them. They are read as fast as the receiver takes them, and no sooner.
 */
export class FileBytes extends Readable {
  readonly #file: string;
  readonly #end: number;
  #at: number;
  #descriptor: number | undefined;

  /** `end` is the first byte that is not part of them. */
  constructor(file: string, start: number, end: number) {
    super();
    this.#file = file;
    this.#at = start;
    this.#end = end;
  }

  get file(): string {
    return this.#file;
  }

  /** The first byte that is yet to be read. */
  get start(): number {
    return this.#at;
  }

  get length(): number {
    return this.#end - this.#at;
  }

  subarray(start: number, end: number): FileBytes {
    return new FileBytes(this.#file, this.#at + start, Math.min(this.#at + end, this.#end));
  }

  override _read(size: number): void {
    if (this.length === 0) {
      this.push(null);
      return;
    }
    // Opened in the turn in which the object was looked up: no other request can have replaced it meanwhile.
    this.#descriptor ??= openSync(this.#file, "r");
    const chunk = Buffer.allocUnsafe(Math.min(Math.max(size, chunkBytes), this.length));
    read(this.#descriptor, chunk, 0, chunk.length, this.#at, (error, bytes) => {
      if (error || bytes === 0) {
        this.destroy(error ?? new Error(`${this.#file} ends before byte ${this.#end}`));
        return;
      }
      this.#at += bytes;
      this.push(chunk.subarray(0, bytes));
    });
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (this.#descriptor === undefined) {
      done(error);
      return;
    }
    close(this.#descriptor, (closeError) => done(error ?? closeError));
  }
}

const chunkBytes = 256 * 1024;

/** What fauxqs asks of a body is what FileBytes has. */
const body = z.custom<Buffer>((value) => value instanceof FileBytes);

/** Returns a file's bytes as the body of an object that fauxqs is to send. */
export function bodyOf(file: string, bytes: number): Buffer {
  return body.parse(new FileBytes(file, 0, bytes));
}

/** Returns the bytes of a file that `bodyOf` made a body of; undefined for any other body. */
export function fileBytesOf(given: unknown): FileBytes | undefined {
  return given instanceof FileBytes ? given : undefined;
}
