import { z } from "zod";
import type { DeclaredResource } from "../../evaluate/declared-app.ts";
import { ofType } from "../declared.ts";

export type TopicPlan = { name: string; arn: string };

export function readTopics(resources: readonly DeclaredResource[]): TopicPlan[] {
  const topic = z.looseObject({
    name: z.string(),
    arn: z.string(),
    fifoTopic: z.literal(false, "FIFO topics are not served").optional(),
  });
  return ofType(resources, "aws:sns/topic:Topic", topic).map(({ state }) => ({
    name: state.name,
    arn: state.arn,
  }));
}
