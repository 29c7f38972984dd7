import { arrivedFileSchema } from "@ashiato/core/file-intake/arrived-file";
import { partSchema } from "@ashiato/core/file-intake/part";
import type { PartResult } from "@ashiato/core/file-intake/receipt";
import { DomainError } from "@ashiato/core/errors";
import { intakePartKey } from "@ashiato/core/intake-keys";
import { Resource } from "sst";
import * as z from "zod";
import { writeJson } from "./aws/objects.ts";
import { logger, publishCounts } from "./aws/telemetry.ts";
import { parseInput } from "./batch/parse-input.ts";
import { FunctionError } from "./errors.ts";
import { convertPart, type PartConversion } from "./intake/convert-part.ts";
import { fileSettingsSchema } from "./intake/file-settings.ts";

const inputSchema = z.object({
  part: partSchema,
  file: arrivedFileSchema,
  attempt: z.int().positive(),
  options: fileSettingsSchema,
  maxUnpackedBytes: z.int().positive(),
});

/**
 * Converts a part of a file into rows of the inbox's format, which are no work objects yet, and leaves what
 * it came to in the lake. A file that cannot be read is such a result, too: it fails the file, in its own
 * words, when it is to be registered.
 */
export async function handler(event: unknown): Promise<void> {
  const input = parseInput(inputSchema, event);
  const { part, file, attempt } = input;
  const result = await resultOf(input);
  await writeJson(Resource.Lake.name, intakePartKey({ ...file, attempt }, part.part), result);
  logger.info("convert", { file: file.name, part: part.part, result: result.result });
  if (result.result === "converted") {
    const { read, accepted, rejected } = result;
    publishCounts("convert", { read, accepted, rejected });
  }
}

async function resultOf(conversion: PartConversion): Promise<PartResult> {
  try {
    return await convertPart(conversion);
  } catch (error) {
    const isFinal =
      (error instanceof DomainError && error.name === "UnreadableFile") ||
      (error instanceof FunctionError && error.name === "FileOverwritten");
    if (!isFinal) {
      throw error;
    }
    return { result: "failed", error: error.name, reason: error.message };
  }
}
