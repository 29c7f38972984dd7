import { z } from "zod";
import { arn, byArn } from "../aws-names.ts";
import type { DeclaredResources } from "../declared.ts";
import type { ServedKind } from "../service.ts";

export type TopicPlan = { name: string; arn: string };

export const topicKinds: Record<string, ServedKind> = {
  "aws:sns/topic:Topic": {
    state: ({ inputs }, aws) => byArn(arn(aws, "sns", String(inputs["name"])), inputs),
  },
  "aws:sns/topicSubscription:TopicSubscription": { unserved: "no mail and no web hook is sent" },
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
