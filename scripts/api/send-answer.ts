import { z } from "zod";
import { ScriptError } from "../script-error.ts";
import { counted } from "../terminal/counted.ts";

const rejectionSchema = z.object({
  index: z.int().nonnegative(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })),
});

/** The API's answer after looking at every report: 202, or 400 if it accepted none. */
const answerSchema = z.object({
  accepted: z.int().nonnegative(),
  rejected: z.array(rejectionSchema),
});

export type Rejection = z.infer<typeof rejectionSchema>;

/**
 * The meaning of an answer to a batch: the API has decided about each report, or the batch must be sent
 * again.
 */
export type Outcome =
  | { kind: "decided"; accepted: number; rejected: Rejection[] }
  | { kind: "again"; reason: string; retryAfterSeconds?: number };

export type HttpAnswer = { status: number; retryAfter: string | null; text: string };

/**
 * Reads the API's answer to a batch of `count` reports. 429 and 5xx mean that the batch may not have been
 * kept. Throws ApiRefused, with the answer, if the request itself was wrong or the answer leaves a report
 * out.
 */
export function readAnswer({ status, retryAfter, text }: HttpAnswer, count: number): Outcome {
  if (status === 429 || status >= 500) {
    const seconds = Number(retryAfter ?? Number.NaN);
    return {
      kind: "again",
      reason: `${status} ${text.slice(0, 200)}`,
      ...(Number.isFinite(seconds) && { retryAfterSeconds: seconds }),
    };
  }
  const answer = status === 202 || status === 400 ? answerSchema.safeParse(parseJson(text)) : undefined;
  if (answer?.data === undefined) {
    throw new ScriptError(
      "ApiRefused",
      `The API answered ${status} to ${counted(count, "report")}: ${text.slice(0, 500)}`,
    );
  }
  const { accepted, rejected } = answer.data;
  const indexes = new Set(rejected.map(({ index }) => index).filter((index) => index < count));
  if (indexes.size !== rejected.length || accepted + indexes.size !== count) {
    throw new ScriptError(
      "ApiRefused",
      `The API accepted ${accepted} and rejected ${rejected.length} of ${counted(count, "report")}: ${text.slice(0, 500)}`,
    );
  }
  return { kind: "decided", accepted, rejected };
}

/**
 * Returns the milliseconds to wait before a batch is sent again: as long as the server asks, otherwise
 * doubling from a fifth of a second to ten seconds. Adds up to half at random, so that senders that failed
 * together do not retry together.
 * @param attempt 1 after the first failure
 * @param random 0 to 1
 */
export function retryDelay(attempt: number, retryAfterSeconds: number | undefined, random: number): number {
  const wait =
    retryAfterSeconds === undefined ? Math.min(10_000, 100 * 2 ** attempt) : retryAfterSeconds * 1_000;
  return Math.round(wait * (1 + random / 2));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The caller shows the text: a proxy in between may answer in HTML.
    return undefined;
  }
}
