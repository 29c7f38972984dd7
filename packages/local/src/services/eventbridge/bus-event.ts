import { z } from "zod";

/**
 * An event as rules match it and targets receive it.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
 */
export type BusEvent = {
  version: string;
  id: string;
  "detail-type": string;
  source: string;
  account: string;
  /** ISO 8601, to the second. */
  time: string;
  region: string;
  resources: readonly string[];
  /** JSON. */
  detail: object;
};

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
export function readBusEvent(text: string): BusEvent {
  return busEvent.parse(JSON.parse(text));
}

export const defaultBus = "default";

/** Returns the time of an event: `2026-11-26T08:00:00Z`. */
export function eventTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
