import { TextDecoder } from "node:util";
import { CsvConverter, type CsvForm, type TakeLines } from "./csv.ts";
import type { FileOptions, FileRecord } from "./file-record.ts";

const lineFeed = 0x0a;
const quote = 0x22;

/** A piece of a part; `lines` counts those that ended in it. */
export type CsvPartPiece = { records: FileRecord[]; lines: number; csv: CsvForm | undefined };

export type CsvPart = {
  /** From the byte before the part on; from the first on where the part is the file's beginning. */
  bytes: AsyncIterable<Uint8Array>;
  /** Offsets in the file: the part has the lines that begin at or after `from` and before `to`. */
  from: number;
  to: number;
  /** The file's line of headings. */
  headings: string;
};

/**
 * Reads the lines of a part of a plain CSV in UTF-8. Places count from the part's first line. Memory does not
 * grow with the part. Returns `quoted` as soon as it finds a quote, as a field in quotes may hold line ends,
 * and no part of such a file can know where a line begins.
 */
export async function* readCsvPart(
  { bytes, from, to, headings }: CsvPart,
  options: FileOptions,
  takeLines?: TakeLines,
): AsyncGenerator<CsvPartPiece, "whole" | "quoted"> {
  const converter = new CsvConverter(options, takeLines);
  const decoder = new TextDecoder("utf-8");
  const isFirst = from === 0;
  if (!isFirst) {
    converter.push(`${headings}\n`);
  }
  let at = isFirst ? 0 : from - 1;
  let begun = isFirst;
  for await (const piece of bytes) {
    if (piece.includes(quote)) {
      return "quoted";
    }
    const start = begun ? 0 : piece.indexOf(lineFeed) + 1;
    begun ||= start > 0;
    const end = begun ? endOfPart(piece, Math.max(to - 1 - at, start - 1)) : undefined;
    if (begun) {
      const own = piece.subarray(start, Math.max(end ?? piece.length, start));
      const records = converter.push(decoder.decode(own, { stream: true }));
      yield {
        records: records.map((record) => placed(record, isFirst)),
        lines: countLines(own),
        csv: converter.form,
      };
    }
    if (end !== undefined) {
      break;
    }
    at += piece.length;
  }
  const last = [...converter.push(decoder.decode()), ...converter.end()];
  yield { records: last.map((record) => placed(record, isFirst)), lines: 0, csv: converter.form };
  return "whole";
}

/**
 * Returns where the part ends in a piece: behind the first line feed from `last` on; undefined where that is
 * in a later piece. The line that begins before `to` is the part's, and so is its line feed.
 */
function endOfPart(piece: Uint8Array, last: number): number | undefined {
  const found = piece.indexOf(lineFeed, Math.max(last, 0));
  return last >= piece.length || found < 0 ? undefined : found + 1;
}

/** A part that is not the first was given the headings as its first line. */
function placed(record: FileRecord, isFirst: boolean): FileRecord {
  return isFirst ? record : { ...record, place: record.place - 1 };
}

function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, at + 1)) {
    lines += 1;
  }
  return lines;
}
