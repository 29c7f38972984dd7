import { z } from "zod";
import type { Account } from "../../evaluate/resource-state.ts";
import { arn } from "../aws-names.ts";
import type { Permission } from "./s3/s3-permissions.ts";

const context = { "aws:securetransport": "true" };

/** Actions on several messages need the permission of the action on one. */
const batch = /Batch$/;

const queue = z.looseObject({ QueueUrl: z.string().optional(), QueueName: z.string().optional() });

/**
 * Returns the permission that a call of SQS needs.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html
 */
export function sqsPermission(action: string, body: unknown, account: Account): Permission {
  const { QueueUrl: url, QueueName: named } = queue.parse(body ?? {});
  const name = url === undefined ? named : url.slice(url.lastIndexOf("/") + 1);
  const resource = name === undefined ? "*" : arn(account, "sqs", name);
  return { action: `sqs:${action.replace(batch, "")}`, resource, context };
}

const topic = z.looseObject({
  Action: z.string().default(""),
  TopicArn: z.string().optional(),
  TargetArn: z.string().optional(),
  ResourceArn: z.string().optional(),
  SubscriptionArn: z.string().optional(),
  Name: z.string().optional(),
});

/**
 * Returns the permission that a call of SNS needs.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html
 */
export function snsPermission(body: unknown, account: Account): Permission {
  const call = topic.parse(body ?? {});
  const named = call.Name === undefined ? undefined : arn(account, "sns", call.Name);
  const resource = call.TopicArn ?? call.TargetArn ?? call.ResourceArn ?? call.SubscriptionArn ?? named;
  return { action: `sns:${call.Action.replace(batch, "")}`, resource: resource ?? "*", context };
}
