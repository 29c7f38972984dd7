import { Resource } from "sst";
import * as z from "zod";
import { logger } from "./aws/telemetry.ts";
import { releaseInbox } from "./batch/inbox-lock.ts";
import { parseInput } from "./batch/parse-input.ts";

const inputSchema = z.object({ executionArn: z.string() });

/** Releases the inbox when a run fails, so that the next run need not find out that this one has ended. */
export async function handler(event: unknown): Promise<void> {
  const { executionArn } = parseInput(inputSchema, event);
  await releaseInbox(Resource.Lake.name, executionArn);
  logger.info("release", { executionArn });
}
