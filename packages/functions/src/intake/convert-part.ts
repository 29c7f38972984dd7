import type { ArrivedFile } from "@ashiato/core/file-intake/arrived-file";
import type { Part } from "@ashiato/core/file-intake/part";
import { type PartResult } from "@ashiato/core/file-intake/receipt";
import type { FileRecord } from "@ashiato/core/formats/files/file-record";
import { readCsvPart } from "@ashiato/core/formats/files/read-csv-part";
import { readFile } from "@ashiato/core/formats/files/read-file";
import { readZipDirectory } from "@ashiato/core/formats/files/zip-directory";
import { Resource } from "sst";
import type { FileSettings } from "./file-settings.ts";
import { PartWriter } from "./part-writer.ts";
import { readFileBytes, readFileRange } from "./read-file-range.ts";

export type PartConversion = {
  part: Part;
  file: ArrivedFile;
  attempt: number;
  options: FileSettings;
  maxUnpackedBytes: number;
};

type Read = { records: FileRecord[]; lines: number; kind: string; name?: string };

/**
 * Reads a part of a file and writes its rows and its rejected rows. Memory does not grow with the part.
 * Throws UnreadableFile, FileOverwritten.
 */
export async function convertPart(conversion: PartConversion): Promise<PartResult> {
  const { part, file, attempt } = conversion;
  const writer = new PartWriter({
    bucket: Resource.Lake.name,
    name: { ...file, attempt },
    part: part.part,
    arrivedAt: file.arrivedAt,
    source: conversion.options.source,
    settings: Resource.Settings,
  });
  try {
    return await writePart(conversion, writer);
  } catch (error) {
    await writer.abandon();
    throw error;
  }
}

async function writePart(conversion: PartConversion, writer: PartWriter): Promise<PartResult> {
  const kinds = new Set<string>();
  let lines = 0;
  const reading = read(conversion, writer);
  for (;;) {
    const next = await reading.next();
    if (next.done === true) {
      if (next.value === "quoted") {
        await writer.abandon();
        return { result: "quoted" };
      }
      break;
    }
    kinds.add(next.value.kind);
    lines += next.value.lines;
    await writer.add(next.value.records, next.value.name);
  }
  return { result: "converted", lines, kinds: [...kinds], ...(await writer.finish()) };
}

async function* read(
  { part, file, options, maxUnpackedBytes }: PartConversion,
  writer: PartWriter,
): AsyncGenerator<Read, "whole" | "quoted"> {
  const { announce: _announce, source: _source, ...fileOptions } = options;
  const takeLines = writer.takeLines(fileOptions);
  if (part.of !== "lines") {
    const isFile = part.of === "file";
    const bytes = readFileRange(file, isFile ? { start: 0 } : { start: part.from, end: part.to });
    // The directory of an archive says what its files unpack to, and Inspect has held that against the limit.
    const limits = isFile
      ? { maxUnpackedBytes }
      : { maxUnpackedBytes: part.unpackedBytes, checksums: await readChecksums(file, part) };
    const pieces = readFile(bytes, { ...fileOptions, ...limits }, takeLines);
    for await (const { unusedHeadings: _unused, encoding: _encoding, ...piece } of pieces) {
      yield { ...piece, lines: 0 };
    }
    return "whole";
  }
  const { from, to, headings } = part;
  const bytes = readFileRange(file, { start: Math.max(from - 1, 0) });
  const parts = readCsvPart({ bytes, from, to, headings }, fileOptions, takeLines);
  for (;;) {
    const next = await parts.next();
    if (next.done === true) {
      return next.value;
    }
    yield { kind: "csv", ...next.value };
  }
}

/** Returns the CRC-32 of each file in a part of an archive: they are too many for a state's input. */
async function readChecksums(
  file: ArrivedFile,
  { from, to }: Extract<Part, { of: "entries" }>,
): Promise<number[]> {
  const entries = await readZipDirectory(file.bytes, (start, end) => readFileBytes(file, { start, end }));
  return entries.filter(({ start }) => start >= from && start < to).map(({ crc32 }) => crc32);
}
