import { deviceOfFile } from "@ashiato/core/formats/files/device-of-file";
import { arrivalSchema, type ArrivedFile, arrivedFile } from "@ashiato/core/file-intake/arrived-file";
import type { Part } from "@ashiato/core/file-intake/part";
import { isClientId } from "@ashiato/core/client-id";
import { stageItself } from "@ashiato/core/clients/rights";
import { Resource } from "sst";
import * as z from "zod";
import { findClient } from "./aws/find-client.ts";
import { logger } from "./aws/telemetry.ts";
import { parseInput } from "./batch/parse-input.ts";
import { FunctionError } from "./errors.ts";
import { findContents, readContentIds } from "./intake/content.ts";
import { clientFilesSchema, type FileSettings } from "./intake/file-settings.ts";
import { cutFile } from "./intake/cut-file.ts";
import { isWithdrawnSince } from "./intake/withdrawn-since.ts";
import { closeReceipt, noteParts, takeReceipt } from "./intake/receipts.ts";

const inputSchema = z.object({
  arrival: arrivalSchema,
  execution: z.string(),
  clients: z.record(z.string(), clientFilesSchema),
  partBytes: z.int().positive(),
  maxUnpackedBytes: z.int().positive(),
});

/** The file is this execution's, cut into parts; or it need not be taken in. */
type Inspection =
  | {
      result: "taken";
      file: ArrivedFile;
      attempt: number;
      /** The ids by which its contents are known when they come again. */
      contents: readonly string[];
      options: FileSettings;
      parts: readonly Part[];
    }
  | typeof closed;

/** A state machine can assign null to its variables, and not what is missing. */
const closed = {
  result: "closed",
  file: null,
  attempt: null,
  contents: [],
  options: null,
  parts: [],
} as const;

/**
 * Takes a file for this execution, once for each version of the object, and looks at what it holds. Throws
 * UnknownFolder, EmptyFile, FileOverwritten, and UnreadableFile for an archive that cannot be taken.
 */
export async function handler(event: unknown): Promise<Inspection> {
  const { arrival, execution, clients, ...limits } = parseInput(inputSchema, event);
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
  const contents = await readContentIds(file);
  const before = await findContents(bucket, file, contents);
  const isAgain = before !== undefined && before.id !== file.id && arrival.again !== true;
  if (isAgain && !(await isWithdrawnSince(bucket, file.client, before.at))) {
    const reason = `Its contents were registered before, as ${before.name}`;
    await closeReceipt(bucket, { ...receipt, status: "same", reason });
    return closed;
  }
  const parts = await cutFile(file, limits);
  await noteParts(bucket, receipt, parts.length);
  const client = clients[file.client] ?? {};
  const { device = deviceOfFile(file.name), timeZone = Resource.Settings.timeZone } = client;
  const source = await findSource(file.client);
  const options = { ...client, device, timeZone, ...(source !== undefined && { source }) };
  logger.info("intake", { file, parts: parts.length });
  return { result: "taken", file, attempt: receipt.attempt, contents, options, parts };
}

/** Returns the client whose folder it is; undefined for a folder that is no client's. */
async function findSource(folder: string): Promise<string | undefined> {
  const isId = isClientId(folder) && folder !== stageItself;
  return isId && (await findClient(folder)) ? folder : undefined;
}
