import type { FollowedRun } from "@ashiato/core/push/followed-run";
import { Resource } from "sst";
import { sendMessage } from "../aws/sqs-calls.ts";

/** Asks for a run to be looked at after some seconds. */
export async function followRun(followed: FollowedRun, DelaySeconds = 0): Promise<void> {
  await sendMessage({
    QueueUrl: Resource.FollowedRuns.url,
    MessageBody: JSON.stringify(followed),
    DelaySeconds,
  });
}
