import { createReadStream } from "node:fs";
import type { FilePlace } from "./file-names.ts";

/**
 * A part of a CSV file: its place among the files of an UNLOAD, where its records are in the file, from,
 * included, and to, excluded, and the header line that comes before them. `records` counts this line, too.
 */
export type CsvPart = FilePlace & { from: number; to: number; header: Buffer; records: number };

export type CutPlan = {
  /** The file's size in bytes. */
  bytes: number;
  /** Whether the first record is a header line, which every part then begins with. */
  header: boolean;
  slices: number;
  maxFileSizeBytes: number;
};

const quote = 0x22;
const newline = 0x0a;
const readBytes = 1024 * 1024;

/**
 * Finds where to cut a CSV file between records: into slices of about one size, and these into parts of at
 * most the given size. A record longer than a part has a part of its own. A newline within quotes ends no
 * record. Without any record there is one part, which holds only the header.
 */
export async function* cutCsv(file: string, plan: CutPlan, signal: AbortSignal): AsyncGenerator<CsvPart> {
  let cutter: Cutter | undefined = plan.header ? undefined : new Cutter(plan, Buffer.alloc(0));
  let carry: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(file, { highWaterMark: readBytes }) as AsyncIterable<Buffer>) {
    signal.throwIfAborted();
    const buffer = carry.length > 0 ? Buffer.concat([carry, chunk]) : chunk;
    let start = 0;
    for (const end of recordEnds(buffer)) {
      if (cutter) {
        const ended = cutter.add(end - start);
        if (ended) {
          yield ended;
        }
      } else {
        cutter = new Cutter(plan, Buffer.from(buffer.subarray(start, end)));
      }
      start = end;
    }
    carry = buffer.subarray(start);
  }
  const last = carry.length > 0 ? cutter?.add(carry.length) : undefined;
  if (last) {
    yield last;
  }
  yield (cutter ?? new Cutter(plan, carry)).current;
}

/** Returns where the whole records of a buffer end that begins with one. */
function recordEnds(buffer: Buffer): number[] {
  const ends: number[] = [];
  if (!buffer.includes(quote)) {
    for (let at = buffer.indexOf(newline); at >= 0; at = buffer.indexOf(newline, at + 1)) {
      ends.push(at + 1);
    }
    return ends;
  }
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
  return ends;
}

/** Gathers records to one part after another. */
class Cutter {
  readonly #plan: CutPlan;
  readonly #sliceBytes: number;
  #bytesOfSlice = 0;
  /** The part that records are added to. */
  current: CsvPart;

  constructor(plan: CutPlan, header: Buffer) {
    this.#plan = plan;
    this.#sliceBytes = Math.ceil(plan.bytes / plan.slices);
    this.current = this.#part({ slice: 0, part: 0 }, header.length, header);
  }

  /** Adds the record that comes next. Returns the part that ends before it, if one does. */
  add(bytes: number): CsvPart | undefined {
    const ended = this.#mustEndBefore(bytes) ? this.current : undefined;
    if (ended) {
      this.current = this.#next();
    }
    this.current.to += bytes;
    this.current.records += 1;
    this.#bytesOfSlice += bytes;
    return ended;
  }

  #mustEndBefore(recordBytes: number): boolean {
    const { from, to, header } = this.current;
    const bytes = header.length + to - from;
    return (to > from && bytes + recordBytes > this.#plan.maxFileSizeBytes) || this.#sliceIsFull();
  }

  #sliceIsFull(): boolean {
    return this.current.slice < this.#plan.slices - 1 && this.#bytesOfSlice >= this.#sliceBytes;
  }

  #next(): CsvPart {
    const { slice, part, to, header } = this.current;
    if (!this.#sliceIsFull()) {
      return this.#part({ slice, part: part + 1 }, to, header);
    }
    this.#bytesOfSlice = 0;
    return this.#part({ slice: slice + 1, part: 0 }, to, header);
  }

  #part(place: FilePlace, from: number, header: Buffer): CsvPart {
    return { ...place, from, to: from, header, records: header.length > 0 ? 1 : 0 };
  }
}
