import { appEventSchema } from "@ashiato/core/events/app-event";
import type { SQSEvent } from "aws-lambda";
import * as z from "zod";
import { logger, publishCounts } from "./aws/telemetry.ts";
import { parseInput } from "./batch/parse-input.ts";
import { drawPicture } from "./pictures/draw-picture.ts";

const onBusSchema = z.looseObject({ detail: appEventSchema });

/**
 * Draws a picture of a version of a date's export that was published whole. An event that is handed over
 * twice has the picture drawn again. If it cannot be drawn, throws, and the message returns to the queue.
 */
export async function handler({ Records }: SQSEvent): Promise<void> {
  for (const { body } of Records) {
    const { detail: event } = parseInput(onBusSchema, JSON.parse(body));
    if (event.type !== "exports.published" || event.data.kind !== "whole") {
      continue;
    }
    const drawn = await drawPicture(event.data);
    logger.info("picture", { drawn });
    publishCounts("picture", { [drawn.result]: 1 });
  }
}
