import { followedRunSchema } from "@ashiato/core/push/followed-run";
import type { SQSEvent } from "aws-lambda";
import { parseInput } from "./batch/parse-input.ts";
import { follow, welcome } from "./socket/follow.ts";

/** Looks at runs in progress, and pushes how far they are. */
export async function handler({ Records }: SQSEvent): Promise<void> {
  const messages = Records.map(({ body }) => parseInput(followedRunSchema, JSON.parse(body)));
  const joined = messages.flatMap((message) => ("joined" in message ? [message.joined] : []));
  if (joined.length > 0) {
    await welcome(joined);
  }
  for (const message of messages) {
    if ("run" in message) {
      await follow(message);
    }
  }
}
