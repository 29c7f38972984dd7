import { z } from "zod";
import type { DeclaredResources } from "../declared.ts";
import type { ResourcePolicyPlan } from "../declared-policy.ts";
import type { ServedKind } from "../service.ts";
import { bucketArn } from "./s3/s3-permissions.ts";

export const policyKinds: Record<string, ServedKind> = {
  "aws:s3/bucketPolicy:BucketPolicy": {},
  "aws:sqs/queuePolicy:QueuePolicy": {},
  // Its ARN is an input: the topic's.
  "aws:sns/topicPolicy:TopicPolicy": { state: ({ name }) => ({ id: name, state: {} }) },
};

const bucketPolicy = z.looseObject({ bucket: z.string(), policy: z.unknown() });
const queuePolicy = z.looseObject({ queueUrl: z.string(), policy: z.unknown() });
const topicPolicy = z.looseObject({ arn: z.string(), policy: z.unknown() });
const inline = z.looseObject({ arn: z.string(), policy: z.unknown().optional() });

/** Returns the declared policies of buckets, queues and topics. */
export function readStoragePolicies(declared: DeclaredResources): ResourcePolicyPlan[] {
  const buckets = declared.ofType("aws:s3/bucketPolicy:BucketPolicy", bucketPolicy);
  const queues = declared.ofType("aws:sqs/queuePolicy:QueuePolicy", queuePolicy);
  const topics = declared.ofType("aws:sns/topicPolicy:TopicPolicy", topicPolicy);
  const queueArns = new Map(
    declared.ofType("aws:sqs/queue:Queue", inline).map(({ id, state }) => [id, state.arn]),
  );
  const inlined = ["aws:sqs/queue:Queue", "aws:sns/topic:Topic"].flatMap((type) =>
    declared.ofType(type, inline),
  );
  return [
    ...buckets.map(({ name, state }) => ({
      name,
      resourceArn: bucketArn(state.bucket),
      policy: state.policy,
    })),
    ...queues.map(({ name, state }) => ({
      name,
      resourceArn: queueArns.get(state.queueUrl) ?? state.queueUrl,
      policy: state.policy,
    })),
    ...topics.map(({ name, state }) => ({ name, resourceArn: state.arn, policy: state.policy })),
    ...inlined
      .filter(({ state }) => state.policy !== undefined)
      .map(({ name, state }) => ({ name, resourceArn: state.arn, policy: state.policy })),
  ];
}
