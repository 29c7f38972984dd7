import { createHash, type Hash } from "node:crypto";
import { headerOfExport } from "@ashiato/core/local-time";
import { Resource } from "sst";
import { FunctionError } from "../errors.ts";
import { openObject } from "../aws/objects.ts";
import { DeviceIndexer } from "./device-indexer.ts";

const lineFeed = 0x0a;

/** The contents of a CSV file; `rows` counts its lines without the header. */
export type InspectedFile = {
  bytes: number;
  rows: number;
  sha256: string;
  entries: DeviceIndexer["entries"];
};

/**
 * Streams a CSV file once: hashes it, also into `total` if given, counts its lines and notes where devices
 * begin. No field of the export can hold a line feed. Throws ExportUnreadable if the first line is not the
 * header that the settings ask for.
 */
export async function inspectFile(bucket: string, key: string, total?: Hash): Promise<InspectedFile> {
  const expected = headerOfExport(Resource.Settings.localTime);
  const header = Buffer.from(`${expected}\n`);
  const { body } = await openObject(bucket, key);
  const hash = createHash("sha256");
  let head = Buffer.alloc(0);
  let bytes = 0;
  let lines = 0;
  const indexer = new DeviceIndexer(header.length);
  for await (const chunk of body as AsyncIterable<Buffer>) {
    if (head.length < header.length) {
      head = Buffer.concat([head, chunk.subarray(0, header.length - head.length)]);
    }
    hash.update(chunk);
    total?.update(chunk);
    indexer.push(chunk);
    bytes += chunk.length;
    lines += countLines(chunk);
  }
  if (!head.equals(header)) {
    throw new FunctionError(
      "ExportUnreadable",
      `s3://${bucket}/${key} begins with ${JSON.stringify(head.toString("utf8"))} instead of the header ${expected}`,
    );
  }
  return { bytes, rows: lines - 1, sha256: hash.digest("hex"), entries: indexer.entries };
}

/** Counts the line feeds in a piece of a file. */
export function countLines(chunk: Buffer): number {
  let lines = 0;
  for (let at = chunk.indexOf(lineFeed); at !== -1; at = chunk.indexOf(lineFeed, at + 1)) {
    lines += 1;
  }
  return lines;
}
