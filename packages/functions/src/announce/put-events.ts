import { type AppEvent, detailTypes, eventSource } from "@ashiato/core/events/app-event";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { FunctionError } from "../errors.ts";

const eventbridge = new EventBridgeClient({});

/**
 * Puts events onto a bus, at most ten. Throws EventsRefused if the bus has not taken each of them, which it
 * says with a status of 200.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
export async function putEvents(EventBusName: string, events: readonly AppEvent[]): Promise<void> {
  const { FailedEntryCount = 0, Entries = [] } = await eventbridge.send(
    new PutEventsCommand({
      Entries: events.map((event) => ({
        EventBusName,
        Source: eventSource,
        DetailType: detailTypes[event.type],
        Detail: JSON.stringify(event),
        Time: new Date(event.time),
      })),
    }),
  );
  if (FailedEntryCount > 0) {
    const refused = Entries.findIndex(({ ErrorCode }) => ErrorCode !== undefined);
    const { ErrorCode, ErrorMessage } = Entries[refused] ?? {};
    throw new FunctionError(
      "EventsRefused",
      `${EventBusName} did not take ${FailedEntryCount} of ${events.length} events, the first ${events[refused]?.id}: ${ErrorCode} ${ErrorMessage}`,
    );
  }
}
