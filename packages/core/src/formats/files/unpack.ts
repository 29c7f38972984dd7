import { Readable } from "node:stream";
import { crc32, createGunzip } from "node:zlib";
import { Unzip, UnzipInflate, UnzipPassThrough } from "fflate";
import { containerKind, type ContainerKind } from "./file-kind.ts";
import { unreadableFile } from "./file-record.ts";

/**
 * A piece of a file's bytes, in order; of a zip archive, one file after another, with their names.
 */
export type UnpackedPiece = { name?: string; bytes: Uint8Array; last: boolean };

/** Number of bytes from which a container is recognized. */
const magicBytes = 4;

/** Folders, and the files that macOS adds beside each file. */
const skippedNames = /\/$|^__MACOSX\/|(?:^|\/)\.[^/]*$/;

/** Returns whether an archive's entry of this name is passed over. */
export function isSkippedName(name: string): boolean {
  return skippedNames.test(name);
}

/**
 * Unpacks gzip and zip, recognized by content and not by name; passes on anything else unchanged. Memory does
 * not grow with the file. Throws UnreadableFile for a container that is broken, encrypted or compressed by a
 * method other than deflate, and for a file of a zip archive that has not its CRC-32.
 * @param checksums of an archive's files by its directory, in the order of their bytes, where it was read
 */
export async function* unpack(
  bytes: AsyncIterable<Uint8Array>,
  checksums: readonly number[] = [],
): AsyncGenerator<UnpackedPiece> {
  const pieces = bytes[Symbol.asyncIterator]();
  const head = await readHead(pieces);
  const whole = joined(head, pieces);
  const kind = containerKind(head);
  try {
    switch (kind) {
      case "gzip":
        yield* withLast(gunzipped(whole));
        return;
      case "zip":
        yield* unzip(whole, checksums);
        return;
      case undefined:
        yield* withLast(whole);
    }
  } catch (cause) {
    throw isZlibError(cause) ? broken(kind, cause) : cause;
  }
}

async function readHead(pieces: AsyncIterator<Uint8Array>): Promise<Buffer> {
  let head = Buffer.alloc(0);
  while (head.length < magicBytes) {
    const next = await pieces.next();
    if (next.done === true) {
      break;
    }
    head = Buffer.concat([head, next.value]);
  }
  return head;
}

async function* joined(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield head;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
    yield next.value;
  }
}

async function* withLast(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<UnpackedPiece> {
  for await (const piece of bytes) {
    yield { bytes: piece, last: false };
  }
  yield { bytes: new Uint8Array(), last: true };
}

async function* unzip(
  bytes: AsyncIterable<Uint8Array>,
  checksums: readonly number[],
): AsyncGenerator<UnpackedPiece> {
  let found: UnpackedPiece[] = [];
  let open: string | undefined;
  const expected = checksums.values();
  const archive = new Unzip((file) => {
    if (isSkippedName(file.name)) {
      return;
    }
    open = file.name;
    const { value: checksum } = expected.next();
    let actual = 0;
    file.ondata = (error, data, final) => {
      if (error) {
        throw new Error(`${file.name}: ${error.message}`, { cause: error });
      }
      actual = crc32(data, actual);
      if (final && checksum !== undefined && actual !== checksum) {
        throw new Error(`${file.name} is damaged: its CRC-32 is ${hex(actual)}, not ${hex(checksum)}`);
      }
      // A copy, because the library may reuse its buffer.
      found.push({ name: file.name, bytes: data.slice(), last: final });
      open = final ? undefined : file.name;
    };
    file.start();
  });
  archive.register(UnzipInflate);
  archive.register(UnzipPassThrough);
  for await (const piece of bytes) {
    try {
      archive.push(piece);
    } catch (cause) {
      throw broken("zip", cause);
    }
    yield* found;
    found = [];
  }
  if (open !== undefined) {
    throw broken("zip", new Error(`${open} breaks off`));
  }
}

/** Zlib ignores whatever follows a zero byte after a member, including further members. */
async function* gunzipped(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let given = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const piece of bytes) {
      given += piece.length;
      yield piece;
    }
  }
  const unpacked = createGunzip({ chunkSize: 256 * 1024 });
  const packed = Readable.from(counted());
  packed.once("error", (error) => unpacked.destroy(error));
  yield* packed.pipe(unpacked) as AsyncIterable<Uint8Array>;
  if (unpacked.bytesWritten < given) {
    throw unreadableFile(`Bytes follow the end of the gzip data, from byte ${unpacked.bytesWritten} on`);
  }
}

function hex(checksum: number): string {
  return checksum.toString(16).padStart(8, "0");
}

function broken(kind: ContainerKind | undefined, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : JSON.stringify(cause);
  return unreadableFile(`The ${kind} file cannot be unpacked: ${reason}`, { cause });
}

function isZlibError(error: unknown): boolean {
  return error instanceof Error && "code" in error && String(error.code).startsWith("Z_");
}
