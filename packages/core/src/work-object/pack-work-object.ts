import { promisify } from "node:util";
import { crc32, gzip } from "node:zlib";
import { deflatePiece, GzipJoin, gzipHeader } from "./gzip-piece.ts";
import { type IndexedPiece, maxIndexedPieces, pieceIndex } from "./piece-index.ts";

const compress = promisify(gzip);

const dateLength = "yyyy-MM-dd".length;
/** A reader holds one piece at a time, whatever the size of the object. */
const pieceBytes = 4 * 1024 * 1024;

/**
 * Returns a work object: work rows as a gzip file, sorted by business date, without the date, which the index
 * in the header has. Each piece of it holds rows as the table's files have them, so that they can be moved
 * into those files without being unpacked. Rows of more dates than an index has room for are written in
 * their order, each with its date, and without an index.
 * @param rows lines of `workRows`, ASCII and without line ends
 */
export async function packWorkObject(rows: readonly string[]): Promise<Buffer> {
  const pieces = [...byDate(rows)].flatMap(([date, some]) => cut(some).map((lines) => ({ date, lines })));
  if (pieces.length > maxIndexedPieces) {
    return await compress(Buffer.from(`${rows.join("\n")}\n`), { level: 1 });
  }
  const join = new GzipJoin();
  const index: IndexedPiece[] = [];
  const bodies: Buffer[] = [];
  for (const { date, lines } of pieces) {
    const contents = Buffer.from(lines.join(""), "latin1");
    const body = join.add(await deflatePiece(contents));
    bodies.push(body);
    index.push({
      date,
      rows: lines.length,
      bytes: contents.length,
      deflatedBytes: body.length,
      crc: crc32(contents),
    });
  }
  return Buffer.concat([gzipHeader(pieceIndex(index)), ...bodies, join.end()]);
}

/** Returns the rows by date in the order of the dates, without the date and with a line feed. */
function byDate(rows: readonly string[]): [string, string[]][] {
  const dates = new Map<string, string[]>();
  for (const row of rows) {
    const date = row.slice(0, dateLength);
    const line = `${row.slice(dateLength + 1)}\n`;
    const some = dates.get(date);
    if (some === undefined) {
      dates.set(date, [line]);
    } else {
      some.push(line);
    }
  }
  return [...dates].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** Cuts lines into groups of at least `pieceBytes`, but for the last. */
function cut(lines: string[]): string[][] {
  const groups: string[][] = [];
  let bytes = pieceBytes;
  for (const line of lines) {
    if (bytes >= pieceBytes) {
      groups.push([]);
      bytes = 0;
    }
    groups.at(-1)?.push(line);
    bytes += line.length;
  }
  return groups;
}
