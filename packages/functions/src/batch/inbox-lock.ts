import { type Lock, lockSchema } from "@ashiato/core/daily-batch/lock";
import { lockKey } from "@ashiato/core/run-keys";
import { DescribeExecutionCommand, ExecutionDoesNotExist } from "@aws-sdk/client-sfn";
import { createJson, findVersionedJson, replaceJson } from "../aws/objects.ts";
import { sfn } from "../aws/sfn.ts";

/**
 * How long an execution that Step Functions does not know may count as just started: DescribeExecution is
 * eventually consistent.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html
 */
const unknownMilliseconds = 15 * 60_000;

/**
 * Takes the inbox for an execution unless another running execution has it. Returns the ARN of the execution
 * that then has it. Of several that try at the same time, exactly one succeeds.
 */
export async function takeInbox(bucket: string, executionArn: string): Promise<string> {
  for (;;) {
    const found = await findVersionedJson(bucket, lockKey, lockSchema);
    const { holder, since } = found?.value ?? { holder: null, since: "" };
    if (holder === executionArn || (holder !== null && (await isRunning(holder, since)))) {
      return holder;
    }
    const lock: Lock = { holder: executionArn, since: new Date().toISOString() };
    const taken = found
      ? await replaceJson(bucket, lockKey, { value: lock, etag: found.etag })
      : await createJson(bucket, lockKey, lock);
    if (taken) {
      return executionArn;
    }
  }
}

/**
 * Releases the inbox if the execution still has it. Another one may have taken it over when this one counted
 * as ended, and then keeps it.
 */
export async function releaseInbox(bucket: string, executionArn: string): Promise<void> {
  const found = await findVersionedJson(bucket, lockKey, lockSchema);
  if (found?.value.holder === executionArn) {
    const lock: Lock = { holder: null, since: new Date().toISOString() };
    await replaceJson(bucket, lockKey, { value: lock, etag: found.etag });
  }
}

/** The running execution that has the inbox, and the ETag of the lock; each null if it does not exist. */
export type Inbox = { holder: string | null; etag: string | null };

/** Returns who has the inbox. The ETag changes whenever an execution takes or releases it. */
export async function lookAtInbox(bucket: string): Promise<Inbox> {
  const found = await findVersionedJson(bucket, lockKey, lockSchema);
  if (found === undefined) {
    return { holder: null, etag: null };
  }
  const { holder, since } = found.value;
  return { holder: holder !== null && (await isRunning(holder, since)) ? holder : null, etag: found.etag };
}

/**
 * Takes the inbox for an execution if no other has had it since it was looked at. Returns false if one has.
 * An execution that already has it has taken it by an earlier attempt.
 */
export async function takeUntouchedInbox(
  bucket: string,
  executionArn: string,
  etag: string | null,
): Promise<boolean> {
  const lock: Lock = { holder: executionArn, since: new Date().toISOString() };
  const taken =
    etag === null
      ? await createJson(bucket, lockKey, lock)
      : await replaceJson(bucket, lockKey, { value: lock, etag });
  return taken || (await findVersionedJson(bucket, lockKey, lockSchema))?.value.holder === executionArn;
}

async function isRunning(executionArn: string, since: string): Promise<boolean> {
  try {
    const { status } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    return status === "RUNNING";
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) {
      return Date.now() - Date.parse(since) < unknownMilliseconds;
    }
    throw error;
  }
}
