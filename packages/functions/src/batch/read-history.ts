import { type HistoryEvent, paginateGetExecutionHistory } from "@aws-sdk/client-sfn";
import { sfn } from "../aws/sfn.ts";

/** The events of an execution that could be read, oldest first, and whether these are all. */
export type History = { events: HistoryEvent[]; isWhole: boolean };

/**
 * Reads the history of an execution, which has up to 25,000 events, with its data: to its end, or until a
 * moment in milliseconds since 1970.
 */
export async function readHistory(
  executionArn: string,
  until: number = Number.POSITIVE_INFINITY,
): Promise<History> {
  const events: HistoryEvent[] = [];
  const request = { executionArn, maxResults: 1000, includeExecutionData: true };
  for await (const page of paginateGetExecutionHistory({ client: sfn }, request)) {
    events.push(...(page.events ?? []));
    if (page.nextToken !== undefined && Date.now() > until) {
      return { events, isWhole: false };
    }
  }
  return { events, isWhole: true };
}
