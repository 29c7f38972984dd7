import { undelivered } from "./schedules.ts";

export type EventRuleArgs = {
  description: string;
  /** Absent for the account's default bus. */
  bus?: aws.cloudwatch.EventBus;
  /** Of events: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html */
  pattern: $util.Input<object>;
  target: {
    id: string;
    arn: $util.Input<string>;
    /** By which EventBridge starts a state machine; a queue has a policy instead. */
    roleArn?: $util.Input<string>;
  };
};

/** Hands the events that match to a target. */
export function eventRule(name: string, { description, bus, pattern, target }: EventRuleArgs): void {
  const onBus = bus && { eventBusName: bus.name };
  const rule = new aws.cloudwatch.EventRule(name, {
    ...onBus,
    name: `${$app.name}-${$app.stage}-${name}`,
    description,
    eventPattern: $resolve([pattern]).apply(([value]) => JSON.stringify(value)),
  });
  new aws.cloudwatch.EventTarget(`${name}Target`, {
    ...onBus,
    rule: rule.name,
    targetId: target.id,
    arn: target.arn,
    ...(target.roleArn !== undefined && { roleArn: target.roleArn }),
    deadLetterConfig: { arn: undelivered.arn },
  });
}
