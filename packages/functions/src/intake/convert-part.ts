import type { ArrivedFile } from "@ashiato/core/file-intake/arrived-file";
import type { Part } from "@ashiato/core/file-intake/part";
import { type FileForm, type PartResult, shownForms } from "@ashiato/core/file-intake/receipt";
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

type Read = { records: FileRecord[]; lines: number; form: FileForm };

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
  const forms = new Map<string | undefined, FileForm>();
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
    const { form, records } = next.value;
    kinds.add(form.kind);
    // The last piece of a file knows its headings, however long their line is.
    if (forms.has(form.file) || forms.size < shownForms) {
      forms.set(form.file, form);
    }
    lines += next.value.lines;
    await writer.add(records, form.file);
  }
  const found = { kinds: [...kinds], forms: [...forms.values()] };
  return { result: "converted", lines, ...found, ...(await writer.finish()) };
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
    for await (const { records, name, ...form } of pieces) {
      yield { records, lines: 0, form: { ...form, ...(name !== undefined && { file: name }) } };
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
    const { csv, ...piece } = next.value;
    yield { ...piece, form: { kind: "csv", encoding: "utf-8", ...(csv && { csv }) } };
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
