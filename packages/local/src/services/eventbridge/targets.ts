import { ServiceError } from "@ashiato/aws-json/service-error";
import type { Principal } from "@ashiato/iam/request";
import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import { GetQueueUrlCommand, SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { LocalError } from "../../local-error.ts";
import type { Access } from "../access.ts";
import { checkTrust } from "../check-trust.ts";
import type { Targets } from "../service.ts";
import type { RulePlan, TargetPlan } from "./declared-rules.ts";
import type { DeadLetterReason, DeliveryTarget } from "./deliveries/deliveries.ts";
import type { Delivery } from "./deliveries/delivery-store.ts";

const service = "events.amazonaws.com";

/** What rules can have for targets. */
export type TargetServices = {
  access: Access;
  sqs: SQSClient;
  sns: SNSClient;
  /** Takes an event for a function; `ended` is called after its last attempt. */
  invokeAsynchronously: (functionArn: string, payload: string, ended: () => void) => void;
  /** State machines, by ARN: known once they are served. */
  machines: Promise<Targets>;
  /** Puts an event, JSON text, onto another bus. */
  forward: (busArn: string, event: string) => void;
};

/** An event for a target, as whom it is handed over and for which rule. */
type Handing = { arn: string; payload: string; principal: Principal; ruleArn: string };

/** Returns how a rule's target is served. */
export function deliveryTarget(services: TargetServices, rule: RulePlan, target: TargetPlan): DeliveryTarget {
  const { maxAttempts, maxAgeSeconds, deadLetterArn } = target;
  return {
    maxAttempts,
    maxAgeSeconds,
    send: async ({ id, event, payload = event }) => {
      const principal = principalOf(services.access, rule, { roleArn: target.roleArn, session: String(id) });
      await send(services, { arn: target.arn, payload, principal, ruleArn: rule.arn });
    },
    ...(deadLetterArn !== undefined && {
      bury: (delivery, reason) => bury(services, { delivery, reason, rule, target, deadLetterArn }),
    }),
  };
}

/**
 * Throws LocalError UNSUPPORTED for a target that AWS or this stage refuses: one of another service, a state
 * machine or a bus without a role, a role that does not trust EventBridge.
 */
export function checkTarget(access: Access, rule: RulePlan, { id, arn, roleArn }: TargetPlan): void {
  const what = `Target ${id} of the rule ${rule.name}`;
  const kind = kindOf(arn);
  if (kind === undefined) {
    throw new LocalError("UNSUPPORTED", `${what}: ${arn} is not served locally as a target`);
  }
  if (roleArn !== undefined) {
    checkTrust(access, { what, roleArn, service, sourceArn: rule.arn });
  } else if (kind === "state machine" || kind === "bus") {
    throw new LocalError("UNSUPPORTED", `${what}: RoleArn is required for the target ${arn}`);
  }
}

/** By the service of an ARN, or with the kind of its resource. */
const targetKinds: ReadonlyMap<string, TargetKind> = new Map([
  ["lambda", "function"],
  ["sqs", "queue"],
  ["sns", "topic"],
  ["states:stateMachine", "state machine"],
  ["events:event-bus", "bus"],
]);

type TargetKind = "function" | "queue" | "topic" | "state machine" | "bus";

function kindOf(arn: string): TargetKind | undefined {
  const [, , serviceName = "", , , kind = ""] = arn.split(":");
  const named = `${serviceName}:${kind.split("/")[0] ?? ""}`;
  return targetKinds.get(serviceName) ?? targetKinds.get(named);
}

/** Without a role, EventBridge comes by its own name, and the target's policy must let it in. */
function principalOf(
  access: Access,
  rule: RulePlan,
  { roleArn, session }: { roleArn: string | undefined; session: string },
): Principal {
  return roleArn === undefined
    ? { kind: "service", service }
    : access.assumeRole(roleArn, { service, sessionName: session, sourceArn: rule.arn }).principal;
}

async function send(services: TargetServices, handing: Handing): Promise<void> {
  const { arn, payload, principal } = handing;
  switch (kindOf(arn)) {
    case "function": {
      authorize(services.access, handing, "lambda:InvokeFunction");
      const { promise, resolve } = Promise.withResolvers<void>();
      services.invokeAsynchronously(arn, payload, resolve);
      return promise;
    }
    case "queue":
      authorize(services.access, handing, "sqs:SendMessage");
      await sendMessage(services.sqs, arn, { MessageBody: payload });
      return undefined;
    case "topic":
      authorize(services.access, handing, "sns:Publish");
      await services.sns.send(new PublishCommand({ TopicArn: arn, Message: payload }));
      return undefined;
    case "state machine": {
      const start = (await services.machines).get(arn);
      if (!start) {
        throw new ServiceError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${arn}'`);
      }
      await start(principal, payload);
      return undefined;
    }
    case "bus":
      authorize(services.access, handing, "events:PutEvents");
      services.forward(arn, payload);
      return undefined;
    case undefined:
      throw new ServiceError("ValidationException", `${arn} is no target`);
  }
}

function authorize(access: Access, { arn, principal, ruleArn }: Handing, action: string): void {
  const context = { "aws:sourcearn": ruleArn, "aws:sourceaccount": access.accountId };
  access.authorize({ principal, action, resource: arn, context });
}

type Burial = {
  delivery: Delivery;
  reason: DeadLetterReason;
  rule: RulePlan;
  target: TargetPlan;
  deadLetterArn: string;
};

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html */
async function bury(
  { access, sqs }: TargetServices,
  { delivery, reason, rule, target, deadLetterArn }: Burial,
): Promise<void> {
  const principal: Principal = { kind: "service", service };
  const handing = { arn: deadLetterArn, payload: delivery.event, principal, ruleArn: rule.arn };
  authorize(access, handing, "sqs:SendMessage");
  const attributes = {
    RULE_ARN: rule.arn,
    TARGET_ARN: target.arn,
    ERROR_CODE: reason.code,
    ERROR_MESSAGE: reason.message,
    RETRY_ATTEMPTS: String(delivery.attempts - 1),
    ...(reason.exhausted && { EXHAUSTED_RETRY_CONDITION: reason.exhausted }),
  };
  await sendMessage(sqs, deadLetterArn, {
    MessageBody: delivery.event,
    MessageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: "String", StringValue }]),
    ),
  });
}

type Message = Pick<ConstructorParameters<typeof SendMessageCommand>[0], "MessageBody" | "MessageAttributes">;

async function sendMessage(sqs: SQSClient, queueArn: string, message: Message): Promise<void> {
  const QueueName = queueArn.slice(queueArn.lastIndexOf(":") + 1);
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  await sqs.send(new SendMessageCommand({ QueueUrl, ...message }));
}
