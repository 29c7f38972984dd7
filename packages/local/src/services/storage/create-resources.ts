import {
  BucketAlreadyOwnedByYou,
  CreateBucketCommand,
  HeadBucketCommand,
  DeleteBucketLifecycleCommand,
  GetBucketVersioningCommand,
  NotFound,
  PutBucketLifecycleConfigurationCommand,
  PutBucketVersioningCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { CreateTopicCommand, type SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  SetQueueAttributesCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { BucketPlan } from "./buckets.ts";
import type { LifecyclePlan } from "./s3/lifecycle/declared-lifecycle.ts";
import type { QueuePlan } from "./queues.ts";
import type { SubscriptionPlan, TopicPlan } from "./topics.ts";

export type StorageClients = { s3: S3Client; sqs: SQSClient; sns: SNSClient };

type DeclaredStorage = {
  buckets: BucketPlan[];
  lifecycles: LifecyclePlan[];
  queues: QueuePlan[];
  topics: TopicPlan[];
  subscriptions: SubscriptionPlan[];
};

/**
 * Makes what the plan declares and the services do not have yet; what is there keeps its contents and gets
 * the plan's settings.
 */
export async function createStorageResources(
  plan: DeclaredStorage,
  { s3, sqs, sns }: StorageClients,
): Promise<void> {
  for (const { name, versioning: Status } of plan.buckets) {
    await ensureBucket(s3, name);
    // A bucket that has kept versions once can only be told to make no more.
    const { Status: kept } = await s3.send(new GetBucketVersioningCommand({ Bucket: name }));
    const wanted = Status ?? (kept && "Suspended");
    if (wanted !== kept) {
      await s3.send(
        new PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration: { Status: wanted } }),
      );
    }
    const lifecycle = plan.lifecycles.find(({ bucket }) => bucket === name);
    await s3.send(
      lifecycle
        ? new PutBucketLifecycleConfigurationCommand({
            Bucket: name,
            LifecycleConfiguration: { Rules: lifecycle.rules },
          })
        : new DeleteBucketLifecycleCommand({ Bucket: name }),
    );
  }
  // One after the other: a queue comes after the dead-letter queue that it names.
  for (const queue of plan.queues) {
    await ensureQueue(sqs, queue);
  }
  for (const { name } of plan.topics) {
    await sns.send(new CreateTopicCommand({ Name: name }));
  }
  for (const { topicArn: TopicArn, protocol, endpoint, attributes } of plan.subscriptions) {
    await sns.send(
      new SubscribeCommand({ TopicArn, Protocol: protocol, Endpoint: endpoint, Attributes: attributes }),
    );
  }
}

async function ensureBucket(s3: S3Client, name: string): Promise<void> {
  try {
    await s3.send(new HeadBucketCommand({ Bucket: name }));
  } catch (error) {
    if (!(error instanceof NotFound)) {
      throw error;
    }
    await s3.send(new CreateBucketCommand({ Bucket: name })).catch((raced: unknown) => {
      if (!(raced instanceof BucketAlreadyOwnedByYou)) {
        throw raced;
      }
    });
  }
}

async function ensureQueue(sqs: SQSClient, { name, attributes }: QueuePlan): Promise<void> {
  try {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: attributes }));
  } catch (error) {
    if (!(error instanceof QueueDoesNotExist)) {
      throw error;
    }
    await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
  }
}
