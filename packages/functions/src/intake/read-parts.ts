import { intakeFinalErrors, type IntakeErrorName } from "@ashiato/core/file-intake/function-errors";
import { type ConvertedPart, partResultSchema } from "@ashiato/core/file-intake/receipt";
import { DomainError } from "@ashiato/core/errors";
import { type IntakeAttempt, intakePartKey } from "@ashiato/core/intake-keys";
import { findJson } from "../aws/objects.ts";
import { FunctionError } from "../errors.ts";

/** Parts read at a time. */
const readers = 16;

/**
 * Returns what each part of a file came to, in their order; `quoted` if the file must be read as a whole.
 * Throws what the first part failed with, and PartMissing.
 */
export async function readParts(
  bucket: string,
  name: IntakeAttempt,
  count: number,
): Promise<ConvertedPart[] | "quoted"> {
  const converted: ConvertedPart[] = [];
  for (let start = 0; start < count; start += readers) {
    const numbers = Array.from({ length: Math.min(readers, count - start) }, (_, index) => start + index);
    const results = await Promise.all(
      numbers.map((part) => findJson(bucket, intakePartKey(name, part), partResultSchema)),
    );
    for (const [index, result] of results.entries()) {
      if (result === undefined) {
        throw new FunctionError("PartMissing", `Part ${start + index} of ${count} was not converted`);
      }
      if (result.result === "quoted") {
        return "quoted";
      }
      if (result.result === "failed") {
        throw failureOf(result.error, result.reason);
      }
      converted.push(result);
    }
  }
  return converted;
}

function failureOf(error: string, reason: string): Error {
  const name = intakeFinalErrors.find((each): each is IntakeErrorName => each === error);
  return error === "FileOverwritten" && name
    ? new FunctionError(name, reason)
    : new DomainError("UnreadableFile", reason);
}
