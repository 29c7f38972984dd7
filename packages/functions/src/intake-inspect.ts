import { deviceOfFile } from "@ashiato/core/formats/files/device-of-file";
import { arrivalSchema, type ArrivedFile, arrivedFile } from "@ashiato/core/file-intake/arrived-file";
import { type Part, partsOf, wholeFile } from "@ashiato/core/file-intake/part";
import { splittableHeadings } from "@ashiato/core/file-intake/plain-csv";
import { intakeContentKey } from "@ashiato/core/keys";
import { Resource } from "sst";
import * as z from "zod";
import { findJson } from "./aws/objects.ts";
import { logger } from "./aws/telemetry.ts";
import { parseInput } from "./batch/parse-input.ts";
import { FunctionError } from "./errors.ts";
import { contentSchema } from "./intake/content.ts";
import { clientFilesSchema, type FileSettings } from "./intake/file-settings.ts";
import { readFileRange } from "./intake/read-file-range.ts";
import { closeReceipt, takeReceipt } from "./intake/receipts.ts";

const inputSchema = z.object({
  arrival: arrivalSchema,
  execution: z.string(),
  clients: z.record(z.string(), clientFilesSchema),
  partBytes: z.int().positive(),
});

/** Bytes of the beginning, by which the file is known. */
const headBytes = 64 * 1024;

/** The file is this execution's, cut into parts; or it need not be taken in. */
type Inspection =
  | { result: "taken"; file: ArrivedFile; attempt: number; options: FileSettings; parts: readonly Part[] }
  | typeof closed;

/** A state machine can assign null to its variables, and not what is missing. */
const closed = { result: "closed", file: null, attempt: null, options: null, parts: [] } as const;

/**
 * Takes a file for this execution, once for each version of the object, and looks at what it holds. Throws
 * UnknownFolder, EmptyFile, FileOverwritten.
 */
export async function handler(event: unknown): Promise<Inspection> {
  const { arrival, execution, clients, partBytes } = parseInput(inputSchema, event);
  const file = arrivedFile(arrival);
  if (!file) {
    throw new FunctionError(
      "UnknownFolder",
      `${arrival.detail.object.key} lies in no client's folder: its key must be <client>/<name>, with a client of small letters, digits and hyphens`,
    );
  }
  const bucket = Resource.Lake.name;
  const receipt = await takeReceipt(bucket, { file, arrival, execution });
  if (!receipt) {
    logger.info("intake already has the file", { file });
    return closed;
  }
  if (file.bytes === 0) {
    throw new FunctionError("EmptyFile", `${file.name} is empty`);
  }
  const before = await findJson(bucket, intakeContentKey(file.client, file.content), contentSchema);
  if (before && before.id !== file.id && arrival.again !== true) {
    const reason = `Its contents were registered before, as ${before.name}`;
    await closeReceipt(bucket, { ...receipt, status: "same", reason });
    return closed;
  }
  const parts = await cut(file, partBytes);
  const client = clients[file.client] ?? {};
  const { device = deviceOfFile(file.name), timeZone = Resource.Settings.timeZone } = client;
  const options = { ...client, device, timeZone };
  logger.info("intake", { file, parts: parts.length });
  return { result: "taken", file, attempt: receipt.attempt, options, parts };
}

async function cut(file: ArrivedFile, partBytes: number): Promise<readonly Part[]> {
  const pieces: Buffer[] = [];
  for await (const piece of readFileRange(file, { start: 0, end: Math.min(headBytes, file.bytes) })) {
    pieces.push(Buffer.from(piece));
  }
  const headings = splittableHeadings(Buffer.concat(pieces));
  return headings === undefined ? wholeFile : partsOf(file.bytes, partBytes, headings);
}
