import type { AppEvent } from "@ashiato/core/events/app-event";
import { exportEvent } from "@ashiato/core/events/export-event";
import { intakeEvent } from "@ashiato/core/events/intake-event";
import { occurrenceSchema, type StatusChange } from "@ashiato/core/events/occurrence";
import { runEvent } from "@ashiato/core/events/run-event";
import { publishedSchema } from "@ashiato/core/export-document";
import { arrivalSchema, arrivedFile } from "@ashiato/core/file-intake/arrived-file";
import { receiptSchema } from "@ashiato/core/file-intake/receipt";
import { receiptKey } from "@ashiato/core/intake-keys";
import type { SQSEvent } from "aws-lambda";
import { Resource } from "sst";
import type * as z from "zod";
import { withData } from "./announce/execution-data.ts";
import { putEvents } from "./announce/put-events.ts";
import { findJson } from "./aws/objects.ts";
import { logger } from "./aws/telemetry.ts";
import { parseInput } from "./batch/parse-input.ts";

/**
 * Puts what happened onto the bus of events, in the app's words: runs that began and ended, exports that are
 * there, files that were taken or not. A message is an event of an AWS service. If it cannot be announced,
 * throws, and the message returns to the queue; what was announced before has the same id the second time.
 */
export async function handler({ Records }: SQSEvent): Promise<void> {
  for (const { body } of Records) {
    const event = await readEvent(parseInput(occurrenceSchema, JSON.parse(body)));
    if (event === undefined) {
      logger.info("nothing to announce", { occurrence: JSON.parse(body) });
      continue;
    }
    await putEvents(Resource.Events.name, [event]);
    logger.info("announced", { event });
  }
}

async function readEvent({
  source,
  detail,
}: z.output<typeof occurrenceSchema>): Promise<AppEvent | undefined> {
  const { stage } = Resource.App;
  if (source === "aws.s3") {
    const published = await findJson(detail.bucket.name, detail.object.key, publishedSchema);
    return published && exportEvent(detail, published, stage);
  }
  const change = await withData(detail);
  return change.stateMachineArn === Resource.Batch.arn
    ? runEvent(change, stage)
    : await readIntakeEvent(change, stage);
}

async function readIntakeEvent(change: StatusChange, stage: string): Promise<AppEvent | undefined> {
  const arrival = parseInput(arrivalSchema, JSON.parse(change.input ?? "null"));
  const file = arrivedFile(arrival);
  const receipt = file && (await findJson(Resource.Lake.name, receiptKey(file), receiptSchema));
  return intakeEvent(change, { arrival, receipt }, stage);
}
