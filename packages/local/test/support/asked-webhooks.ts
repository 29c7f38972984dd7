import { ListQueuesCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { eventId } from "@ashiato/core/events/app-event";
import { expect, vi } from "vitest";
import type { RunningStage } from "./running-stage.ts";
import { WebhookReceiver } from "./webhook-receiver.ts";

type FetchApi = (path: string, init?: RequestInit) => Promise<Response>;

/**
 * Adds webhooks, has an event posted to one that takes it and to one that fails and then is gone, and asks
 * for all that there is to ask of webhooks. Returns how many messages each was sent.
 */
export async function askWebhooks(
  app: RunningStage,
  fetchApi: FetchApi,
): Promise<{ gone: number; there: number }> {
  const receiver = await WebhookReceiver.start();
  receiver.behave("/gone", (answer, before) => answer.writeHead(before === 0 ? 500 : 410).end());
  try {
    for (const id of ["gone", "there"]) {
      const body = JSON.stringify({ id, url: `${receiver.origin}/${id}`, types: ["intake.failed"] });
      expect((await fetchApi("/v1/webhooks", { method: "POST", body })).status).toBe(201);
    }
    const event = await tellTwice(app);
    await receiver.messages("/gone", 2);
    await receiver.messages("/there", 1);
    const asked: [method: string, path: string, status: number][] = [
      ["POST", "/there/test", 200],
      ["POST", "/there/rotate", 201],
      ["POST", `/there/deliveries/${event}/replay`, 202],
      ["GET", "/there/deliveries", 200],
      ["GET", "/there", 200],
      ["GET", "", 200],
    ];
    for (const [method, path, status] of asked) {
      expect((await fetchApi(`/v1/webhooks${path}`, { method })).status, path).toBe(status);
    }
    await vi.waitFor(
      async () => {
        const gone = await (await fetchApi("/v1/webhooks/gone")).json();
        expect(gone).toMatchObject({ status: "disabled" });
      },
      { interval: 100 },
    );
    // The event, a test and a replay.
    await receiver.messages("/there", 3);
    expect((await fetchApi("/v1/webhooks/there", { method: "DELETE" })).status).toBe(200);
    return { gone: receiver.sentTo("/gone").length, there: receiver.sentTo("/there").length };
  } finally {
    await receiver.close();
  }
}

/** Hands an event over twice, as the bus may do, and returns its id. */
async function tellTwice({ sqs }: RunningStage): Promise<string> {
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  const QueueUrl = QueueUrls.find((url) => url.includes("-WebhookEventsQueue"));
  const id = eventId("asked webhooks");
  const data = { client: "partner", file: null, name: "a.csv", reason: "EmptyFile" };
  const detail = { id, type: "intake.failed", time: new Date().toISOString(), stage: "local", data };
  for (const MessageBody of [detail, detail].map((each) => JSON.stringify({ detail: each }))) {
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  }
  return id;
}
