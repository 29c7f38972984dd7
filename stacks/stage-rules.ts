import { accountId, partition, region } from "./account.ts";

/**
 * The ARNs of the rules of this stage, on the account's default bus and on its own bus: their names begin
 * with that of the stage.
 */
const stageRules = $interpolate`arn:${partition}:events:${region}:${accountId}:rule/${$app.name}-${$app.stage}-*`;

/**
 * Lets the rules of this stage put events on a queue. EventBridge comes to a queue by its own name, and a
 * queue has one policy.
 */
export function admitRules(name: string, queue: sst.aws.Queue): void {
  new aws.sqs.QueuePolicy(`${name}Policy`, {
    queueUrl: queue.url,
    policy: aws.iam.getPolicyDocumentOutput({
      statements: [
        {
          actions: ["sqs:SendMessage"],
          resources: [queue.arn],
          principals: [{ type: "Service", identifiers: ["events.amazonaws.com"] }],
          conditions: [{ test: "ArnLike", variable: "aws:SourceArn", values: [stageRules] }],
        },
      ],
    }).json,
  });
}
