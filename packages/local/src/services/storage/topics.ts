import { z } from "zod";
import { arn, byArn } from "../aws-names.ts";
import type { DeclaredResources } from "../declared.ts";
import type { ServedKind } from "../service.ts";

export type TopicPlan = { name: string; arn: string };

/** A subscription to a topic, as SNS's API takes it. */
export type SubscriptionPlan = {
  topicArn: string;
  protocol: string;
  endpoint: string;
  attributes: Record<string, string>;
};

const subscriptionType = "aws:sns/topicSubscription:TopicSubscription";

export const topicKinds: Record<string, ServedKind> = {
  "aws:sns/topic:Topic": {
    state: ({ inputs }, aws) => byArn(arn(aws, "sns", String(inputs["name"])), inputs),
  },
  [subscriptionType]: {},
};

export function readTopics(declared: DeclaredResources): TopicPlan[] {
  const topic = z.looseObject({
    name: z.string(),
    arn: z.string(),
    fifoTopic: z.literal(false, "FIFO topics are not served").optional(),
  });
  return declared.ofType("aws:sns/topic:Topic", topic).map(({ state }) => ({
    name: state.name,
    arn: state.arn,
  }));
}

const subscription = z.looseObject({
  topic: z.string(),
  protocol: z.string(),
  endpoint: z.string(),
  rawMessageDelivery: z.boolean().optional(),
  filterPolicy: z.string().optional(),
  filterPolicyScope: z.string().optional(),
  deliveryPolicy: z.undefined("a policy of retries is not served").optional(),
  redrivePolicy: z.undefined("a dead-letter queue of a subscription is not served").optional(),
});

/** Returns the declared subscriptions; those by a protocol that delivers nothing here are left out. */
export function readSubscriptions(declared: DeclaredResources): SubscriptionPlan[] {
  return declared.ofType(subscriptionType, subscription).flatMap(({ name, state }) => {
    if (!["sqs", "email", "email-json", "http", "https"].includes(state.protocol)) {
      const reason = `the local SNS does not deliver by ${state.protocol}`;
      declared.leaveOut({ type: subscriptionType, name, reason });
      return [];
    }
    const { topic, protocol, endpoint, rawMessageDelivery: raw, filterPolicy, filterPolicyScope } = state;
    const attributes = {
      ...(raw && { RawMessageDelivery: "true" }),
      ...(filterPolicy !== undefined && { FilterPolicy: filterPolicy }),
      ...(filterPolicyScope !== undefined && { FilterPolicyScope: filterPolicyScope }),
    };
    return [{ topicArn: topic, protocol, endpoint, attributes }];
  });
}
