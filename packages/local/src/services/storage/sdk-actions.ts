import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { SdkServices } from "../service.ts";

/**
 * Returns the actions of SQS and SNS that a state machine may call. Parameters go as they are: the services
 * refuse what does not fit.
 */
export function sdkActions({ sqs, sns }: { sqs: SQSClient; sns: SNSClient }): SdkServices {
  return {
    sns: { Publish: (parameters) => sns.send(new PublishCommand(parameters as never)) },
    sqs: { SendMessage: (parameters) => sqs.send(new SendMessageCommand(parameters as never)) },
  };
}
