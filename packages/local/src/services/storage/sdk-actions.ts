import { ServiceError } from "@ashiato/aws-json/service-error";
import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { z } from "zod";
import type { SdkServices } from "../service.ts";

const attributes = z.record(
  z.string(),
  z.object({
    DataType: z.string(),
    StringValue: z.string().optional(),
    // JSON has bytes as base64.
    BinaryValue: z
      .base64()
      .transform((text) => Buffer.from(text, "base64"))
      .optional(),
  }),
);

/** What SQS's and SNS's messages have in common. */
const message = {
  MessageAttributes: attributes.optional(),
  MessageDeduplicationId: z.string().optional(),
  MessageGroupId: z.string().optional(),
};

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const publishInput = z.strictObject({
  ...message,
  Message: z.string(),
  MessageStructure: z.string().optional(),
  PhoneNumber: z.string().optional(),
  Subject: z.string().optional(),
  TargetArn: z.string().optional(),
  TopicArn: z.string().optional(),
});

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const sendMessageInput = z.strictObject({
  ...message,
  DelaySeconds: z.int().optional(),
  MessageBody: z.string(),
  MessageSystemAttributes: attributes.optional(),
  QueueUrl: z.string(),
});

/** Returns the actions of SQS and SNS that a state machine may call. */
export function sdkActions({ sqs, sns }: { sqs: SQSClient; sns: SNSClient }): SdkServices {
  return {
    sns: {
      Publish: (parameters) => sns.send(new PublishCommand(inputOf(publishInput, parameters))),
    },
    sqs: {
      SendMessage: (parameters) => sqs.send(new SendMessageCommand(inputOf(sendMessageInput, parameters))),
    },
  };
}

/** Throws a ServiceError that names each member which the action's input cannot have. */
function inputOf<Input>(schema: z.ZodType<Input>, parameters: unknown): Input {
  const { success, data, error } = schema.safeParse(parameters);
  if (!success) {
    throw new ServiceError("ValidationException", z.prettifyError(error), { cause: error });
  }
  return data;
}
