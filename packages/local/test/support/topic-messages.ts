import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { credentialsOf, type RunningStage } from "./running-stage.ts";

/**
 * Subscribes to a topic, as a person does by mail. The returned function waits for the next message.
 */
export async function subscribe(
  { stage, sqs }: RunningStage,
  TopicArn: string,
): Promise<() => Promise<string>> {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "subscriber" }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
  );
  const sns = new SNSClient({
    region: stage.plan.region,
    credentials: credentialsOf(stage.environment),
    endpoint: stage.endpoints.sns,
  });
  await sns.send(
    new SubscribeCommand({
      TopicArn,
      Protocol: "sqs",
      Endpoint: Attributes?.["QueueArn"],
      Attributes: { RawMessageDelivery: "true" },
    }),
  );
  sns.destroy();
  return async () => {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
    return Messages[0]?.Body ?? "";
  };
}
