import { setTimeout as sleep } from "node:timers/promises";
import type { z } from "zod";
import { counted } from "../terminal/counted.ts";
import { type ApiAccess, ApiUnavailable, askApi } from "./ask-api.ts";
import { retryDelay } from "./send-answer.ts";

/** Long enough for a stage to restart, or a network to change. */
const patienceSeconds = 300;

type Question<Schema extends z.ZodType> = {
  schema: Schema;
  signal: AbortSignal;
  /** Called before each retry with the reason. */
  onRetry: (reason: string) => void;
};

/**
 * Reads a route as `askApi` does, and rides out 429, 5xx and lost connections with growing pauses, or after
 * Retry-After. Throws what `askApi` throws otherwise, and an Error when patience runs out.
 */
export async function askPatiently<Schema extends z.ZodType>(
  api: ApiAccess,
  path: string,
  { schema, signal, onRetry }: Question<Schema>,
): Promise<z.output<Schema>> {
  const began = performance.now();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await askApi(api, path, { schema, signal });
    } catch (error) {
      signal.throwIfAborted();
      const reason = whyLater(error);
      if (reason === undefined) {
        throw error;
      }
      const { retryAfterSeconds } = error instanceof ApiUnavailable ? error : {};
      const wait = retryDelay(attempt, retryAfterSeconds, Math.random());
      if (performance.now() + wait - began > patienceSeconds * 1000) {
        throw new Error(`The API has not answered for ${counted(patienceSeconds, "second")}: ${reason}`, {
          cause: error,
        });
      }
      onRetry(reason);
      await sleep(wait, undefined, { signal });
    }
  }
}

/** Returns why the same call may succeed later; undefined if it will not. */
function whyLater(error: unknown): string | undefined {
  if (error instanceof ApiUnavailable) {
    return error.message;
  }
  // The error of `fetch` for a connection that is refused or lost.
  if (error instanceof TypeError) {
    return `${error.message}${error.cause instanceof Error ? `: ${error.cause.message}` : ""}`;
  }
  return undefined;
}
