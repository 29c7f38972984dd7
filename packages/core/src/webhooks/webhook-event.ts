import { eventId } from "../events/app-event.ts";

/** An event by which an administrator tries a webhook: it has the form of all others. */
type TestEvent = {
  id: string;
  type: "webhooks.test";
  time: string;
  stage: string;
  data: { webhook: string };
};

export function testEvent({
  webhook,
  stage,
  time,
  requestId,
}: {
  webhook: string;
  stage: string;
  time: string;
  requestId: string;
}): TestEvent {
  return {
    id: eventId("webhook test", webhook, requestId),
    type: "webhooks.test",
    time,
    stage,
    data: { webhook },
  };
}
