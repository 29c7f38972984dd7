import { unreadableFile } from "./file-record.ts";
import { isSkippedName } from "./unpack.ts";

/** Reads bytes of an archive from `start` on, up to and without `end`. */
export type ReadBytes = (start: number, end: number) => Promise<Uint8Array>;

/** A file in a zip archive, as the archive's directory describes it. */
export type ZipEntry = {
  name: string;
  /** Offset in the archive at which the entry begins, and at which the next one or the directory does. */
  start: number;
  end: number;
  unpackedBytes: number;
  /** CRC-32 of the unpacked bytes. */
  crc32: number;
};

/** The end of a directory, and the longest comment behind it: APPNOTE.TXT, 4.3.16. */
const endBytes = 22;
const maxCommentBytes = 65_535;
const zip64LocatorBytes = 20;
const zip64EndBytes = 56;
/** The part of an entry in the directory that has a fixed length: APPNOTE.TXT, 4.3.12. */
const entryBytes = 46;
/** The part of an entry in front of its contents that has a fixed length: APPNOTE.TXT, 4.3.7. */
const localHeaderBytes = 30;
/** About 500,000 files. What is held of the directory is less than this. */
const maxDirectoryBytes = 48 * 1024 * 1024;

/** In a field of 32 bits: the value is in the extra field of Zip64. */
const inZip64 = 0xff_ff_ff_ff;

type Directory = { start: number; bytes: number };

/**
 * Returns the files of a zip archive in the order of their bytes, without folders and what macOS adds. Reads
 * only the archive's directory. Throws UnreadableFile for an archive without a whole directory, with an
 * encrypted file, or whose files overlap, which is how a small archive unpacks to a huge one.
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export async function readZipDirectory(bytes: number, read: ReadBytes): Promise<ZipEntry[]> {
  const directory = await findDirectory(bytes, read);
  if (directory.start + directory.bytes > bytes) {
    throw broken("its directory lies beyond its end");
  }
  if (directory.bytes > maxDirectoryBytes) {
    throw broken(`its directory has ${directory.bytes} bytes, more than ${maxDirectoryBytes}`);
  }
  const content = Buffer.from(await read(directory.start, directory.start + directory.bytes));
  const entries = [...entriesOf(content)].toSorted((a, b) => a.start - b.start);
  return entries
    .map(({ packedBytes, ...entry }, index) => {
      const end = entries[index + 1]?.start ?? directory.start;
      if (entry.start + localHeaderBytes + packedBytes > end) {
        throw broken(`${entry.name} overlaps what follows it`);
      }
      return { ...entry, end };
    })
    .filter(({ name }) => !isSkippedName(name));
}

async function findDirectory(bytes: number, read: ReadBytes): Promise<Directory> {
  const tailStart = Math.max(bytes - endBytes - maxCommentBytes - zip64LocatorBytes, 0);
  const tail = Buffer.from(await read(tailStart, bytes));
  const end = tail.lastIndexOf("PK\u0005\u0006", undefined, "latin1");
  if (end < 0 || end + endBytes > tail.length) {
    throw broken("it has no directory at its end, so it breaks off");
  }
  const locator = end - zip64LocatorBytes;
  if (locator >= 0 && tail.toString("latin1", locator, locator + 4) === "PK\u0006\u0007") {
    const at = toNumber(tail.readBigUInt64LE(locator + 8));
    const zip64 = Buffer.from(await read(at, Math.min(at + zip64EndBytes, bytes)));
    if (zip64.length < zip64EndBytes || zip64.toString("latin1", 0, 4) !== "PK\u0006\u0006") {
      throw broken("its Zip64 directory is not where its end says");
    }
    return { bytes: toNumber(zip64.readBigUInt64LE(40)), start: toNumber(zip64.readBigUInt64LE(48)) };
  }
  return { bytes: tail.readUInt32LE(end + 12), start: tail.readUInt32LE(end + 16) };
}

type DirectoryEntry = Omit<ZipEntry, "end"> & { packedBytes: number };

function* entriesOf(directory: Buffer): Generator<DirectoryEntry> {
  for (let at = 0; at < directory.length;) {
    if (at + entryBytes > directory.length || directory.toString("latin1", at, at + 4) !== "PK\u0001\u0002") {
      throw broken(`byte ${at} of its directory begins no entry`);
    }
    const nameBytes = directory.readUInt16LE(at + 28);
    const extraBytes = directory.readUInt16LE(at + 30);
    const next = at + entryBytes + nameBytes + extraBytes + directory.readUInt16LE(at + 32);
    if (next > directory.length) {
      throw broken("its directory breaks off");
    }
    const name = directory.toString("utf8", at + entryBytes, at + entryBytes + nameBytes);
    if ((directory.readUInt16LE(at + 8) & 1) !== 0) {
      throw broken(`${name} is encrypted`);
    }
    const extraStart = at + entryBytes + nameBytes;
    const zip64 = zip64Values(directory.subarray(extraStart, extraStart + extraBytes));
    // Zip64 has a value only for each field that does not hold its own, in this order: APPNOTE.TXT, 4.5.3.
    const [unpackedBytes = 0, packedBytes = 0, start = 0] = [24, 20, 42].map((field) => {
      const value = directory.readUInt32LE(at + field);
      return value === inZip64 ? (zip64.shift() ?? value) : value;
    });
    yield { name, start, packedBytes, unpackedBytes, crc32: directory.readUInt32LE(at + 16) };
    at = next;
  }
}

function zip64Values(extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length;) {
    const length = extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === 1) {
      const values = extra.subarray(at + 4, at + 4 + length);
      return Array.from({ length: Math.floor(values.length / 8) }, (_, index) =>
        toNumber(values.readBigUInt64LE(index * 8)),
      );
    }
    at += 4 + length;
  }
  return [];
}

/** Sizes and offsets beyond what a number holds are beyond any object, too. */
function toNumber(value: bigint): number {
  return Number(value > BigInt(Number.MAX_SAFE_INTEGER) ? BigInt(Number.MAX_SAFE_INTEGER) : value);
}

function broken(reason: string): Error {
  return unreadableFile(`The zip file cannot be unpacked: ${reason}`);
}
