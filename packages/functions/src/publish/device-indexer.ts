import type { DeviceIndex } from "@ashiato/core/export-document";
import { FunctionError } from "../errors.ts";

const lineFeed = 0x0a;
const comma = 0x2c;
/**
 * A device's rows are found within this many bytes. A day of 24 million rows has an index of 20,000 entries,
 * below a megabyte.
 */
const stepBytes = 131_072;

/**
 * Notes where the rows of devices begin in a CSV that passes by in pieces and is ordered by device: at the
 * first row, and then at the first one after each step. `push` throws ExportUnreadable if it is not ordered.
 */
export class DeviceIndexer {
  readonly entries: DeviceIndex["files"][number]["entries"] = [];
  readonly #step: number;
  /** Bytes that have passed by. */
  #passed = 0;
  /** Where the next entry may be, and what has been seen of its device. */
  #wantedAt: number;
  #start: number | undefined;
  #device = "";

  /** @param header bytes of the header line, with its line feed */
  constructor(header: number, step = stepBytes) {
    this.#wantedAt = header - 1;
    this.#step = step;
  }

  push(piece: Buffer): void {
    let at = 0;
    while (at < piece.length) {
      if (this.#start === undefined) {
        const from = Math.max(at, this.#wantedAt - this.#passed);
        const end = from < piece.length ? piece.indexOf(lineFeed, from) : -1;
        if (end === -1) {
          break;
        }
        this.#start = this.#passed + end + 1;
        at = end + 1;
      } else {
        const end = piece.indexOf(comma, at);
        this.#device += piece.toString("latin1", at, end === -1 ? piece.length : end);
        at = end === -1 ? piece.length : end;
        if (end !== -1) {
          this.#note(this.#start, this.#device);
        }
      }
    }
    this.#passed += piece.length;
  }

  #note(start: number, device: string): void {
    const last = this.entries.at(-1)?.[1];
    if (last !== undefined && device < last) {
      throw new FunctionError(
        "ExportUnreadable",
        `The CSV is not ordered by device: ${JSON.stringify(device)} follows ${JSON.stringify(last)} at byte ${start}`,
      );
    }
    this.entries.push([start, device]);
    this.#wantedAt = start + this.#step;
    this.#start = undefined;
    this.#device = "";
  }
}
