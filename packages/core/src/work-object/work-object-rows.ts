import { crc32 } from "node:zlib";
import { combineCrc32 } from "./crc32-combine.ts";
import { deflatePiece, GzipJoin, gzipHeader } from "./gzip-piece.ts";
import { type CheckedPiece, maxIndexedPieces, pieceIndex } from "./piece-index.ts";

const dateLength = "yyyy-MM-dd".length;
/** A reader holds one piece at a time, whatever the size of the object. */
const pieceBytes = 4 * 1024 * 1024;
/** Rows are held in buffers that grow up to this size, and each is compressed by itself. */
const minBufferBytes = 4 * 1024;
const maxBufferBytes = 256 * 1024;

const lineFeed = 0x0a;

/** The rows of a work object that is being made, by business date, in the order in which they came. */
export class WorkObjectRows {
  readonly #dates = new Map<string, RowsOfPiece[]>();
  #rows = 0;

  get rows(): number {
    return this.#rows;
  }

  /** @param row a line of `workRows` */
  addRow(row: string): void {
    this.add(row.slice(0, dateLength), row.slice(dateLength + 1));
  }

  /** @param line a work row without its date, ASCII and without a line end */
  add(date: string, line: string): void {
    this.#pieceOf(date).add(line);
    this.#rows += 1;
  }

  /** @param row a work row as `add` takes it: the first bytes of a buffer, which are copied */
  addBytes(date: string, row: { bytes: Buffer; length: number }): void {
    this.#pieceOf(date).addBytes(row);
    this.#rows += 1;
  }

  #pieceOf(date: string): RowsOfPiece {
    let pieces = this.#dates.get(date);
    if (pieces === undefined) {
      pieces = [new RowsOfPiece()];
      this.#dates.set(date, pieces);
    }
    let piece = pieces[pieces.length - 1]!;
    if (piece.bytes >= pieceBytes) {
      piece = new RowsOfPiece();
      pieces.push(piece);
    }
    return piece;
  }

  /**
   * Returns the work object: a gzip file of the rows, sorted by business date, without the date, which the
   * index in the header has. Each piece of it holds rows as the table's files have them, so that they can be
   * checked and moved into those files without being unpacked. Rows of more dates than an index has room for
   * are written each with its date, and without an index.
   */
  async pack(): Promise<Buffer> {
    const pieces = [...this.#dates]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([date, some]) => some.map((piece) => ({ date, piece })));
    const isIndexed = pieces.length <= maxIndexedPieces;
    const join = new GzipJoin();
    const index: CheckedPiece[] = [];
    const bodies: Buffer[] = [];
    for (const { date, piece } of pieces) {
      const entry = { date, rows: piece.rows, bytes: 0, deflatedBytes: 0, crc: 0, deflatedCrc: 0 };
      for (const rows of piece.contents()) {
        const part = await deflatePiece(isIndexed ? rows : withDate(rows, date));
        bodies.push(join.add(part));
        entry.bytes += part.bytes;
        entry.deflatedBytes += part.deflated.length;
        entry.crc = combineCrc32(entry.crc, part.crc, part.bytes);
        entry.deflatedCrc = crc32(part.deflated, entry.deflatedCrc);
      }
      index.push(entry);
    }
    return Buffer.concat([gzipHeader(isIndexed ? pieceIndex(index) : undefined), ...bodies, join.end()]);
  }
}

class RowsOfPiece {
  readonly #full: Buffer[] = [];
  #buffer = Buffer.allocUnsafe(minBufferBytes);
  #filled = 0;
  bytes = 0;
  rows = 0;

  add(line: string): void {
    const { length } = line;
    this.#reserve(length + 1).write(line, this.#filled, "latin1");
    this.#end(length);
  }

  addBytes({ bytes, length }: { bytes: Buffer; length: number }): void {
    bytes.copy(this.#reserve(length + 1), this.#filled, 0, length);
    this.#end(length);
  }

  #reserve(bytes: number): Buffer {
    if (this.#filled + bytes > this.#buffer.length) {
      this.#full.push(this.#buffer.subarray(0, this.#filled));
      const size = Math.min(2 * this.#buffer.length, maxBufferBytes);
      this.#buffer = Buffer.allocUnsafe(Math.max(size, bytes));
      this.#filled = 0;
    }
    return this.#buffer;
  }

  #end(length: number): void {
    this.#buffer[this.#filled + length] = lineFeed;
    this.#filled += length + 1;
    this.bytes += length + 1;
    this.rows += 1;
  }

  contents(): Buffer[] {
    return [...this.#full, this.#buffer.subarray(0, this.#filled)];
  }
}

function withDate(rows: Buffer, date: string): Buffer {
  return Buffer.from(rows.toString("latin1").replaceAll(/^(?=.)/gm, `${date},`), "latin1");
}
