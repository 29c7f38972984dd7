import { pushSchema } from "@ashiato/core/push/push";
import type { SQSEvent } from "aws-lambda";
import { logger, publishCounts } from "./aws/telemetry.ts";
import { parseInput } from "./batch/parse-input.ts";
import { deliver } from "./socket/deliver.ts";

/** Sends what a message of the queue of pushes holds to its connections. */
export async function handler({ Records }: SQSEvent): Promise<void> {
  for (const { body } of Records) {
    const push = parseInput(pushSchema, JSON.parse(body));
    const counts = await deliver(push);
    logger.info("pushed", { id: push.id, counts });
    publishCounts("push", counts);
  }
}
