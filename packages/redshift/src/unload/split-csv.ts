import { createReadStream } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import path from "node:path";
import type { FilePlace } from "./file-names.ts";

/** A part that was cut: its file, its place, and its records, with the header line counted as one. */
export type CsvPart = FilePlace & { path: string; bytes: number; records: number };

export type SplitPlan = {
  /** The file's size in bytes. */
  bytes: number;
  /** Whether the first record is a header line, which every part then begins with. */
  header: boolean;
  slices: number;
  maxFileSizeBytes: number;
  directory: string;
  signal: AbortSignal;
};

const quote = 0x22;
const newline = 0x0a;
const readBytes = 1024 * 1024;

/**
 * Cuts a CSV file between records: into slices of about one size, and these into parts of at most the given
 * size. A record longer than a part has a part of its own. A newline within quotes ends no record.
 */
export async function splitCsv(file: string, plan: SplitPlan): Promise<CsvPart[]> {
  const parts = new PartWriter(plan);
  let carry: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: readBytes }) as AsyncIterable<Buffer>) {
      plan.signal.throwIfAborted();
      const buffer = carry.length > 0 ? Buffer.concat([carry, chunk]) : chunk;
      const consumed = await addRecords(buffer, parts);
      carry = buffer.subarray(consumed);
    }
    if (carry.length > 0) {
      await parts.add(carry, [carry.length]);
    }
  } finally {
    await parts.close();
  }
  return parts.written;
}

/** Adds the whole records at the head of a buffer to the parts. Returns their number of bytes. */
async function addRecords(buffer: Buffer, parts: PartWriter): Promise<number> {
  const ends: number[] = [];
  let quoted = false;
  for (let at = 0; at < buffer.length; at += 1) {
    const byte = buffer[at];
    if (byte === quote) {
      quoted = !quoted;
    }
    if (byte === newline && !quoted) {
      ends.push(at + 1);
    }
  }
  const consumed = ends.at(-1) ?? 0;
  if (consumed > 0) {
    await parts.add(buffer.subarray(0, consumed), ends);
  }
  return consumed;
}

/** Writes records to one part after another. */
class PartWriter {
  readonly written: CsvPart[] = [];
  readonly #plan: SplitPlan;
  readonly #sliceBytes: number;
  #header: Buffer = Buffer.alloc(0);
  #headerPending: boolean;
  #handle: FileHandle | undefined;
  #current: CsvPart | undefined;
  #bytesOfSlice = 0;

  constructor(plan: SplitPlan) {
    this.#plan = plan;
    this.#headerPending = plan.header;
    this.#sliceBytes = Math.ceil(plan.bytes / plan.slices);
  }

  /** Adds records that follow one another in a buffer, each ending at its offset. */
  async add(buffer: Buffer, ends: readonly number[]): Promise<void> {
    let start = 0;
    let written = 0;
    for (const end of ends) {
      if (this.#headerPending) {
        this.#header = Buffer.from(buffer.subarray(0, end));
        this.#headerPending = false;
        written = end;
      } else {
        if (this.#mustBegin(end - start)) {
          await this.#write(buffer.subarray(written, start));
          written = start;
          await this.#begin();
        }
        this.#count(end - start);
      }
      start = end;
    }
    await this.#write(buffer.subarray(written));
  }

  /** Closes the last part. Without any record there is still one part, which holds only the header. */
  async close(): Promise<void> {
    if (!this.#current) {
      await this.#begin();
    }
    await this.#handle?.close();
    this.#handle = undefined;
  }

  #mustBegin(recordBytes: number): boolean {
    const part = this.#current;
    if (!part) {
      return true;
    }
    const isEmpty = part.bytes === this.#header.length;
    if (!isEmpty && part.bytes + recordBytes > this.#plan.maxFileSizeBytes) {
      return true;
    }
    return part.slice < this.#plan.slices - 1 && this.#bytesOfSlice >= this.#sliceBytes;
  }

  async #begin(): Promise<void> {
    await this.#handle?.close();
    const before = this.#current;
    const nextSlice =
      before !== undefined && before.slice < this.#plan.slices - 1 && this.#bytesOfSlice >= this.#sliceBytes;
    const slice = (before?.slice ?? 0) + (nextSlice ? 1 : 0);
    const part = before && !nextSlice ? before.part + 1 : 0;
    if (nextSlice) {
      this.#bytesOfSlice = 0;
    }
    const file = path.join(this.#plan.directory, `part-${slice}-${part}`);
    this.#handle = await open(file, "w");
    const headerRecords = this.#header.length > 0 ? 1 : 0;
    this.#current = { slice, part, path: file, bytes: this.#header.length, records: headerRecords };
    this.written.push(this.#current);
    await this.#write(this.#header);
  }

  #count(recordBytes: number): void {
    if (!this.#current) {
      throw new Error("no part was begun");
    }
    this.#current.bytes += recordBytes;
    this.#current.records += 1;
    this.#bytesOfSlice += recordBytes;
  }

  async #write(bytes: Buffer): Promise<void> {
    if (bytes.length > 0) {
      await this.#handle?.writeFile(bytes);
    }
  }
}
