import { strToU8, zipSync } from "fflate";
import { expect, test } from "vitest";
import { readZipDirectory, type ZipEntry } from "./zip-directory.ts";

function directoryOf(archive: Uint8Array): Promise<ZipEntry[]> {
  return readZipDirectory(archive.length, async (start, end) => archive.subarray(start, end));
}

const archive = zipSync({
  "a.csv": strToU8("first"),
  "__MACOSX/._a.csv": strToU8("?"),
  "days/": new Uint8Array(),
  "days/b.csv": [strToU8("the second"), { level: 0 }],
});

test("an entry reaches up to the next one, and folders and what macOS adds are none", async () => {
  const [a, b] = await directoryOf(archive);
  expect(a).toMatchObject({ name: "a.csv", start: 0, unpackedBytes: 5 });
  expect(b).toMatchObject({ name: "days/b.csv", unpackedBytes: 10 });
  const contents = Buffer.from(archive.subarray(b?.start, b?.end)).toString("latin1");
  expect(contents.slice(0, 2)).toBe("PK");
  expect(contents).toContain("the second");
  expect(await directoryOf(archive)).toHaveLength(2);
});

test("an archive may have a comment, and no files", async () => {
  const empty = Buffer.from(zipSync({}));
  expect(await directoryOf(empty)).toEqual([]);
  const comment = Buffer.from("made at night");
  empty.writeUInt16LE(comment.length, 20);
  expect(await directoryOf(Buffer.concat([empty, comment]))).toEqual([]);
});

test("sizes and offsets beyond 32 bits are read from Zip64", async () => {
  expect(await directoryOf(inZip64(archive))).toEqual(await directoryOf(archive));
});

test.for<[string, (bytes: Buffer) => Buffer, string]>([
  ["breaks off", (bytes) => bytes.subarray(0, -30), "breaks off"],
  ["is encrypted", (bytes) => changed(bytes, 8, 1), "a.csv is encrypted"],
  ["has an entry that is larger than its place", (bytes) => changed(bytes, 20, 200), "a.csv overlaps"],
  ["has no entry where its directory begins", (bytes) => changed(bytes, 0, 7), "begins no entry"],
])("an archive that %s is refused", async ([, change, words]) => {
  await expect(directoryOf(change(Buffer.from(archive)))).rejects.toThrow(words);
});

/** Changes a byte of the directory's first entry. */
function changed(bytes: Buffer, offset: number, value: number): Buffer {
  bytes[bytes.indexOf("PK\u0001\u0002", 0, "latin1") + offset] = value;
  return bytes;
}

/** Returns the archive with the directory that one of more than 4 GiB has. */
function inZip64(bytes: Uint8Array): Buffer {
  const plain = Buffer.from(bytes);
  const start = plain.indexOf("PK\u0001\u0002", 0, "latin1");
  const end = plain.indexOf("PK\u0005\u0006", 0, "latin1");
  const entries: Buffer[] = [];
  for (let at = start; at < end;) {
    const fixed = Buffer.from(plain.subarray(at, at + 46));
    const nameBytes = fixed.readUInt16LE(28);
    const extra = Buffer.alloc(4 + 3 * 8);
    extra.writeUInt16LE(1, 0);
    extra.writeUInt16LE(24, 2);
    for (const [index, field] of [24, 20, 42].entries()) {
      extra.writeBigUInt64LE(BigInt(fixed.readUInt32LE(field)), 4 + index * 8);
      fixed.writeUInt32LE(0xff_ff_ff_ff, field);
    }
    entries.push(fixed, plain.subarray(at + 46, at + 46 + nameBytes), extra);
    at += 46 + nameBytes + fixed.readUInt16LE(30);
    fixed.writeUInt16LE(extra.length, 30);
  }
  const directory = Buffer.concat(entries);
  const zip64 = Buffer.alloc(56 + 20);
  zip64.write("PK\u0006\u0006", 0, "latin1");
  zip64.writeBigUInt64LE(BigInt(directory.length), 40);
  zip64.writeBigUInt64LE(BigInt(start), 48);
  zip64.write("PK\u0006\u0007", 56, "latin1");
  zip64.writeBigUInt64LE(BigInt(start + directory.length), 64);
  const last = Buffer.from(plain.subarray(end));
  last.fill(0xff, 8, 20);
  return Buffer.concat([plain.subarray(0, start), directory, zip64, last]);
}
