import { currentFormat, maxWorkRowBytes, type RowFault } from "@ashiato/core/work-row";
import type { GzipPiece } from "@ashiato/core/work-object/gzip-piece";
import { FunctionError } from "../errors.ts";

/** Receives the contents of a work object: its lines, or pieces of it. */
export type RowSink = {
  /** Rows of one date, without the date, as they are compressed. */
  piece: (piece: GzipPiece & { date: string; rows: number }) => void;
  /**
   * A work row: the part of `bytes` from `start` to `end`, including the line feed; its first field is the
   * date.
   */
  row: (date: string, bytes: Buffer, span: { start: number; end: number }) => void;
  /** Any other line, without its line feed, and why it cannot be used. */
  reject: (line: Buffer, fault: RowFault) => void;
};

const lineFeed = 0x0a;
/** A longer line cannot be a row, and must not fill the memory. */
const maxLineBytes = 1_048_576;
const dateLength = 10;

/**
 * Cuts a work object's bytes, which arrive in pieces of any size, into lines and passes each to the sink.
 * Rows that `store` wrote have no quotes, so a line ends at a line feed, and a pattern recognizes a row. The
 * last line may lack its line feed. `push` throws ObjectUnreadable for a line of more than a megabyte.
 */
export class RowSplitter {
  rows = 0;
  readonly #sink: Pick<RowSink, "row" | "reject">;
  readonly #pattern = currentFormat.pattern();
  #rest: Buffer = Buffer.alloc(0);
  #date = "";

  constructor(sink: Pick<RowSink, "row" | "reject">) {
    this.#sink = sink;
  }

  push(piece: Buffer): void {
    const bytes = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    // One character per byte, so that positions in the text are positions in the bytes.
    const text = bytes.toString("latin1");
    let start = 0;
    for (;;) {
      this.#pattern.lastIndex = start;
      if (this.#pattern.test(text)) {
        const end = this.#pattern.lastIndex;
        if (!text.startsWith(this.#date, start) || this.#date === "") {
          this.#date = text.slice(start, start + dateLength);
        }
        this.#sink.row(this.#date, bytes, { start, end });
        start = end;
      } else {
        const end = bytes.indexOf(lineFeed, start);
        if (end === -1) {
          break;
        }
        this.#reject(bytes.subarray(start, end));
        start = end + 1;
      }
      this.rows += 1;
    }
    this.#rest = bytes.subarray(start);
    if (this.#rest.length > maxLineBytes) {
      throw new FunctionError(
        "ObjectUnreadable",
        `Line ${this.rows + 1} is longer than ${maxLineBytes} bytes`,
      );
    }
  }

  end(): void {
    if (this.#rest.length > 0) {
      this.push(Buffer.from([lineFeed]));
    }
  }

  #reject(line: Buffer): void {
    const fault =
      line.length > maxWorkRowBytes
        ? {
            reason: "length",
            text: `has ${line.length} bytes, more than the ${maxWorkRowBytes} of any row`,
          }
        : (currentFormat.fault(line.toString("utf8")) ?? { reason: "form", text: "is not a row" });
    this.#sink.reject(line, fault);
  }
}
