import { setTimeout as sleep } from "node:timers/promises";
import { causeText } from "@ashiato/core/daily-batch/cause-text";
import {
  InvokeCommand,
  type InvokeCommandOutput,
  LambdaClient,
  TooManyRequestsException,
} from "@aws-sdk/client-lambda";
import { z } from "zod";
import { ScriptError } from "../script-error.ts";

const pauseMilliseconds = 1_000;

const count = z.int().nonnegative();

/** The counts that one invocation of `store` returns. */
export const storeCountsSchema = z.object({
  messages: count,
  reports: count,
  duplicates: count,
  rejected: count,
  objects: count,
  bytes: count,
});

export type StoreCounts = z.infer<typeof storeCountsSchema>;

/** Invokes `store` once, as its schedule would. Throws StoreFailed with the function's own error. */
export async function storeOnce(functionName: string, signal: AbortSignal): Promise<StoreCounts> {
  const lambda = new LambdaClient({});
  try {
    const answer = await invokeAlone(lambda, functionName, signal);
    const payload = answer.Payload?.transformToString() ?? "";
    if (answer.FunctionError !== undefined) {
      throw new ScriptError(
        "StoreFailed",
        `The queue was not drained, and its reports wait on it: function ${functionName} failed: ${causeText(payload)}`,
      );
    }
    return storeCountsSchema.parse(JSON.parse(payload));
  } finally {
    lambda.destroy();
  }
}

/** Waits for a drain that the schedule started, because only one drain runs at a time. */
async function invokeAlone(
  lambda: LambdaClient,
  functionName: string,
  signal: AbortSignal,
): Promise<InvokeCommandOutput> {
  for (;;) {
    try {
      return await lambda.send(new InvokeCommand({ FunctionName: functionName }), { abortSignal: signal });
    } catch (error) {
      if (!(error instanceof TooManyRequestsException)) {
        throw error;
      }
    }
    await sleep(pauseMilliseconds, undefined, { signal });
  }
}

/** Invokes `store` until the queue is empty. Returns the sum of its counts. */
export async function storeAll(functionName: string, signal: AbortSignal): Promise<StoreCounts> {
  let total = await storeOnce(functionName, signal);
  for (let last = total; last.messages > 0;) {
    last = await storeOnce(functionName, signal);
    total = addCounts(total, last);
  }
  return total;
}

export function addCounts(first: StoreCounts, second: StoreCounts): StoreCounts {
  return {
    messages: first.messages + second.messages,
    reports: first.reports + second.reports,
    duplicates: first.duplicates + second.duplicates,
    rejected: first.rejected + second.rejected,
    objects: first.objects + second.objects,
    bytes: first.bytes + second.bytes,
  };
}
