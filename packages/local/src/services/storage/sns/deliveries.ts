import { createHmac, randomUUID } from "node:crypto";
import type { Clock } from "@ashiato/states/clock";
import type { FauxqsParts, Stores } from "../fauxqs-parts.ts";
import { type Published, textFor } from "./published.ts";
import { writeMail } from "./topic-mail.ts";
import { postToWebhook } from "./webhook.ts";

export type Subscription = NonNullable<ReturnType<Stores["snsStore"]["getSubscription"]>>;

/** A mail that was written. */
export type WrittenMail = { to: string; subject: string | undefined; file: string };

export type DeliveryOptions = {
  store: Stores["snsStore"];
  filters: Pick<FauxqsParts, "matchesFilterPolicy" | "matchesFilterPolicyOnBody">;
  clock: Clock;
  mailFolder: string;
  /** Signs the tokens by which subscriptions are confirmed. */
  secret: string;
  /** Returns SNS's address, for the links of messages. */
  address: () => string;
  onMail: (mail: WrittenMail) => void;
  onFault: (fault: unknown) => void;
};

/** What SNS sends by itself, beside queues: mail, and messages to webhooks. */
export class Deliveries {
  readonly #options: DeliveryOptions;
  readonly #stopped = new AbortController();
  readonly #underWay = new Set<Promise<void>>();

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /** Asks a webhook to confirm its subscription. */
  askToConfirm(subscription: Subscription): void {
    const { topicArn, endpoint } = subscription;
    const token = this.#token(subscription);
    const messageId = randomUUID();
    const envelope = {
      Type: "SubscriptionConfirmation",
      MessageId: messageId,
      Token: token,
      TopicArn: topicArn,
      Message: `You have chosen to subscribe to the topic ${topicArn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`,
      SubscribeURL: this.#link({ Action: "ConfirmSubscription", TopicArn: topicArn, Token: token }),
      ...this.#stamp(),
    };
    this.#post(endpoint, {
      headers: messageHeaders("SubscriptionConfirmation", messageId, topicArn),
      body: JSON.stringify(envelope),
    });
  }

  /** Confirms the subscription to a topic that a token is of, and returns it; undefined for a wrong token. */
  confirm(topicArn: string, token: string): Subscription | undefined {
    const { store } = this.#options;
    const found = (store.getTopic(topicArn)?.subscriptionArns ?? [])
      .flatMap((arn) => store.getSubscription(arn) ?? [])
      .find((subscription) => this.#token(subscription) === token);
    if (found) {
      found.confirmed = true;
      store.persistence?.insertSubscription(found);
    }
    return found;
  }

  /** Sends a message to the confirmed subscribers by mail and by HTTP. */
  deliver(published: Published): void {
    const { store } = this.#options;
    for (const arn of store.getTopic(published.topicArn)?.subscriptionArns ?? []) {
      const subscription = store.getSubscription(arn);
      if (subscription?.confirmed && this.#isWanted(subscription, published)) {
        this.#send(subscription, published);
      }
    }
  }

  /** Gives up what is under way. */
  async close(): Promise<void> {
    this.#stopped.abort();
    await Promise.all(this.#underWay);
  }

  #send(subscription: Subscription, published: Published): void {
    const { protocol, endpoint, arn, attributes } = subscription;
    const { messageId, topicArn, subject } = published;
    const text = textFor(published, protocol);
    const envelope = JSON.stringify(this.#notification(subscription, published));
    if (protocol === "email" || protocol === "email-json") {
      this.#follow(this.#mail(subscription, published, protocol === "email" ? text : envelope));
    } else if (protocol === "http" || protocol === "https") {
      const isRaw = attributes["RawMessageDelivery"] === "true";
      this.#post(endpoint, {
        headers: {
          ...messageHeaders("Notification", messageId, topicArn),
          "x-amz-sns-subscription-arn": arn,
          ...(isRaw && { "x-amz-sns-rawdelivery": "true" }),
          ...(isRaw && subject !== undefined && { "x-amz-sns-subject": subject }),
        },
        body: isRaw ? text : envelope,
      });
    }
  }

  async #mail(subscription: Subscription, published: Published, text: string): Promise<void> {
    const { clock, mailFolder, onMail } = this.#options;
    const { endpoint: to } = subscription;
    const { subject, messageId } = published;
    const unsubscribeUrl = this.#unsubscribeUrl(subscription);
    const time = new Date(clock.now());
    const file = await writeMail(mailFolder, { to, subject, text, messageId, unsubscribeUrl, time });
    onMail({ to, subject, file });
  }

  #notification(subscription: Subscription, published: Published): object {
    const { topicArn, messageId, subject, attributes } = published;
    return {
      Type: "Notification",
      MessageId: messageId,
      TopicArn: topicArn,
      ...(subject !== undefined && { Subject: subject }),
      Message: textFor(published, subscription.protocol),
      ...this.#stamp(),
      UnsubscribeURL: this.#unsubscribeUrl(subscription),
      ...(Object.keys(attributes).length > 0 && { MessageAttributes: attributes }),
    };
  }

  /** The signature is none: only AWS has the key, and receivers take no certificate from elsewhere. */
  #stamp(): object {
    return {
      Timestamp: new Date(this.#options.clock.now()).toISOString(),
      SignatureVersion: "1",
      Signature: "",
      SigningCertURL: "",
    };
  }

  #unsubscribeUrl({ arn }: Subscription): string {
    return this.#link({ Action: "Unsubscribe", SubscriptionArn: arn });
  }

  #link(parameters: Record<string, string>): string {
    return `${this.#options.address()}/?${new URLSearchParams(parameters).toString()}`;
  }

  #token({ arn, endpoint }: Subscription): string {
    return createHmac("sha256", this.#options.secret).update(`${arn} ${endpoint}`).digest("hex");
  }

  #isWanted(
    { attributes: { FilterPolicy, FilterPolicyScope } }: Subscription,
    published: Published,
  ): boolean {
    if (FilterPolicy === undefined) {
      return true;
    }
    const policy: object = Object(JSON.parse(FilterPolicy));
    const { matchesFilterPolicy, matchesFilterPolicyOnBody } = this.#options.filters;
    const attributes = Object.entries(published.attributes).map(([name, { Type, Value }]) => [
      name,
      { DataType: Type, StringValue: Value },
    ]);
    return FilterPolicyScope === "MessageBody"
      ? matchesFilterPolicyOnBody(policy, published.message)
      : matchesFilterPolicy(policy, Object.fromEntries(attributes));
  }

  #post(url: string, { headers, body }: { headers: Record<string, string>; body: string }): void {
    const { clock } = this.#options;
    this.#follow(postToWebhook({ url, headers, body }, { clock, stopped: this.#stopped.signal }));
  }

  #follow(delivery: Promise<void>): void {
    const followed = delivery
      .catch((fault: unknown) => {
        if (!this.#stopped.signal.aborted) {
          this.#options.onFault(fault);
        }
      })
      .finally(() => this.#underWay.delete(followed));
    this.#underWay.add(followed);
  }
}

/** https://docs.aws.amazon.com/sns/latest/dg/http-header.html */
function messageHeaders(type: string, messageId: string, topicArn: string): Record<string, string> {
  return {
    "x-amz-sns-message-type": type,
    "x-amz-sns-message-id": messageId,
    "x-amz-sns-topic-arn": topicArn,
  };
}
