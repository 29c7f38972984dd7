import type { FollowedRun } from "@ashiato/core/push/followed-run";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { Resource } from "sst";
import { sqs } from "../aws/sqs.ts";

/** Asks for a run to be looked at after some seconds. */
export async function followRun(followed: FollowedRun, DelaySeconds = 0): Promise<void> {
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: Resource.FollowedRuns.url,
      MessageBody: JSON.stringify(followed),
      DelaySeconds,
    }),
  );
}
