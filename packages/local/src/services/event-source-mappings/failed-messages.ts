import { z } from "zod";

const answer = z
  .looseObject({
    batchItemFailures: z.array(z.looseObject({ itemIdentifier: z.string().min(1) })).nullish(),
  })
  .nullable();

/**
 * Returns the ids of the messages that a function's answer names as failed: none if it names none, and all if
 * the answer cannot be read or names a message that is not in the batch.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 * @param payload the function's answer, JSON text
 */
export function failedMessages(payload: string, ids: readonly string[]): ReadonlySet<string> {
  const all = new Set(ids);
  const parsed = answer.safeParse(readJson(payload));
  if (!parsed.success) {
    return all;
  }
  const failed = (parsed.data?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
  return failed.every((id) => all.has(id)) ? new Set(failed) : all;
}

/** A handler that returns nothing answers `null`, or nothing. */
function readJson(text: string): unknown {
  try {
    return text === "" ? null : JSON.parse(text);
  } catch {
    return undefined;
  }
}
