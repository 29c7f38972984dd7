import { z } from "zod";
import type { FauxqsApp, Stores } from "../fauxqs-parts.ts";
import { escapeXml, sendRefusal } from "../refusal.ts";
import type { Deliveries } from "./deliveries.ts";
import { publishedBy } from "./published.ts";

export type SubscriptionHooks = { store: Stores["snsStore"]; deliveries: Deliveries };

/** The protocols by which the local SNS delivers. */
const served = new Set(["sqs", "email", "email-json", "http", "https"]);

const linkSchema = z.discriminatedUnion("Action", [
  z.object({ Action: z.literal("ConfirmSubscription"), TopicArn: z.string(), Token: z.string() }),
  z.object({ Action: z.literal("Unsubscribe"), SubscriptionArn: z.string() }),
]);

type Link = z.infer<typeof linkSchema>;

/**
 * Serves the links of SNS's messages, which whoever has them may open: no request for them is signed. Must
 * come before the hooks of signatures.
 * https://docs.aws.amazon.com/sns/latest/api/API_ConfirmSubscription.html
 */
export function addMessageLinks(app: FauxqsApp, hooks: SubscriptionHooks): void {
  app.addHook("onRequest", async (request, reply) => {
    if (request.method !== "GET" || !request.url.startsWith("/?")) {
      return;
    }
    const link = linkSchema.safeParse(request.query);
    if (link.success) {
      await answer(reply, link.data, hooks);
    }
  });
}

/** Confirms subscriptions, refuses those by which nothing is delivered, and has messages delivered. */
export function addSubscriptionHooks(app: FauxqsApp, hooks: SubscriptionHooks): void {
  app.addHook("preHandler", async (request, reply) => {
    const { Action: action, Protocol: protocol } = Object(request.body);
    if (action === "ConfirmSubscription") {
      const link = linkSchema.safeParse(request.body);
      if (link.success) {
        await answer(reply, link.data, hooks);
      }
    } else if (action === "Subscribe" && typeof protocol === "string" && !served.has(protocol)) {
      const message = `Invalid parameter: the local SNS does not deliver by ${protocol}`;
      const { headers } = request;
      await sendRefusal(reply, { statusCode: 400, code: "InvalidParameter", message }, headers);
    }
  });
  app.addHook("onSend", async (request, reply, payload) => {
    if (reply.statusCode === 200 && request.method === "POST" && request.url === "/") {
      for (const published of publishedBy(request.body, String(payload))) {
        hooks.deliveries.deliver(published);
      }
    }
    return payload;
  });
}

type Reply = Parameters<typeof sendRefusal>[0];

async function answer(reply: Reply, link: Link, { store, deliveries }: SubscriptionHooks): Promise<void> {
  if (link.Action === "Unsubscribe") {
    store.unsubscribe(link.SubscriptionArn);
    await reply.status(200).type("text/xml").send(responseXml("Unsubscribe", ""));
    return;
  }
  const subscription = deliveries.confirm(link.TopicArn, link.Token);
  if (!subscription) {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const message = "Invalid parameter: Token";
    await sendRefusal(reply, { statusCode: 400, code: "InvalidParameter", message }, headers);
    return;
  }
  const arn = `<SubscriptionArn>${escapeXml(subscription.arn)}</SubscriptionArn>`;
  await reply.status(200).type("text/xml").send(responseXml("ConfirmSubscription", arn));
}

function responseXml(action: string, result: string): string {
  return `<${action}Response xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><${action}Result>${result}</${action}Result></${action}Response>`;
}
