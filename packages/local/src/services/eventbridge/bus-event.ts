import type { ServiceEvent } from "@ashiato/aws-json/service-event";
import { z } from "zod";

const busEvent = z.object({
  version: z.string(),
  id: z.string(),
  "detail-type": z.string(),
  source: z.string(),
  account: z.string(),
  time: z.string(),
  region: z.string(),
  resources: z.array(z.string()),
  detail: z.record(z.string(), z.unknown()),
});

/** Reads an event that was kept as JSON text. Throws ZodError for any other text. */
export function readBusEvent(text: string): ServiceEvent {
  return busEvent.parse(JSON.parse(text));
}

export const defaultBus = "default";

/** Returns the time of an event: `2026-11-26T08:00:00Z`. */
export function eventTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
