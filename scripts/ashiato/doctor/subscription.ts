import { paginateListSubscriptionsByTopic, SNSClient } from "@aws-sdk/client-sns";
import { z } from "zod";
import { type Check, type Finding, green, red } from "./check.ts";
import { restored } from "./account-subject.ts";
import type { StageSubject } from "./subject.ts";

const declared = z.looseObject({ protocol: z.string(), endpoint: z.string() });

/**
 * Failures reach a person: at least one subscriber has confirmed, and so has every declared one. A
 * subscription that is not confirmed has no ARN yet.
 * https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html
 */
export const subscription: Check<StageSubject> = {
  name: "subscription",
  look: async (subject) => {
    const { stage, resources, isLocal, name } = subject;
    const confirmed: string[] = [];
    const pending: string[] = [];
    const sns = new SNSClient({});
    try {
      const pages = paginateListSubscriptionsByTopic(
        { client: sns },
        { TopicArn: stage.notificationsTopicArn },
      );
      for await (const { Subscriptions = [] } of pages) {
        for (const { SubscriptionArn = "", Endpoint = "" } of Subscriptions) {
          (SubscriptionArn.startsWith("arn:") ? confirmed : pending).push(Endpoint);
        }
      }
    } finally {
      sns.destroy();
    }
    const wanted = resources
      .ofTypeIfAny("aws:sns/topicSubscription:TopicSubscription", declared)
      .map(({ state }) => state.endpoint);
    const missing = wanted
      .filter((endpoint) => !confirmed.includes(endpoint))
      .map((endpoint) =>
        pending.includes(endpoint)
          ? red(`${endpoint} has not confirmed`, "open the link in the mail of AWS Notifications")
          : red(`${endpoint} is not subscribed`, restored(subject)),
      );
    if (missing.length > 0) {
      return missing;
    }
    if (confirmed.length > 0) {
      return [green(`${confirmed.join(", ")} confirmed`)];
    }
    return [withoutSubscriber(isLocal, name)];
  },
};

function withoutSubscriber(isLocal: boolean, name: string): Finding {
  return isLocal
    ? green("no subscriber is declared: a local stage reports on its own terminal")
    : red(
        "failures reach no one: the topic has no confirmed subscriber",
        `ASHIATO_MAIL=you@example.com npx sst deploy --stage ${name}, and open the link in the mail`,
      );
}
