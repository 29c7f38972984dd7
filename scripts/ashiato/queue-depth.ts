import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";

/**
 * Messages that wait on a queue, and messages that `store` has received and not yet deleted. SQS counts both
 * approximately.
 */
export async function queueDepth(queueUrl: string): Promise<{ waiting: number; inFlight: number }> {
  const sqs = new SQSClient({});
  try {
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: queueUrl,
        AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
      }),
    );
    return {
      waiting: Number(Attributes["ApproximateNumberOfMessages"] ?? 0),
      inFlight: Number(Attributes["ApproximateNumberOfMessagesNotVisible"] ?? 0),
    };
  } finally {
    sqs.destroy();
  }
}
