import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { z } from "zod";
import { type Check, type Finding, green, red } from "./check.ts";
import { restored } from "./account-subject.ts";
import type { StageSubject } from "./subject.ts";

const queue = z.looseObject({
  name: z.string(),
  url: z.string(),
  visibilityTimeoutSeconds: z.number().optional(),
  messageRetentionSeconds: z.number().optional(),
  maxMessageSize: z.number().optional(),
  receiveWaitTimeSeconds: z.number().optional(),
  redrivePolicy: z.string().optional(),
});

/** Queues have the declared retention, visibility timeouts and dead-letter queues. */
export const queues: Check<StageSubject> = {
  name: "queues",
  look: async (subject) => {
    const sqs = new SQSClient({});
    const found: Finding[] = [];
    try {
      for (const { name, state } of subject.resources.ofType("aws:sqs/queue:Queue", queue)) {
        const { Attributes = {} } = await sqs.send(
          new GetQueueAttributesCommand({ QueueUrl: state.url, AttributeNames: ["All"] }),
        );
        const differences = differencesOf(state, Attributes);
        found.push(
          differences.length === 0
            ? green(`${name} is as declared`)
            : red(`${name} (${state.name}): ${differences.join("; ")}`, restored(subject)),
        );
      }
      return found;
    } finally {
      sqs.destroy();
    }
  },
};

function differencesOf(declared: z.infer<typeof queue>, is: Record<string, string>): string[] {
  const numbers: [string, number | undefined][] = [
    ["VisibilityTimeout", declared.visibilityTimeoutSeconds],
    ["MessageRetentionPeriod", declared.messageRetentionSeconds],
    ["MaximumMessageSize", declared.maxMessageSize],
    ["ReceiveMessageWaitTimeSeconds", declared.receiveWaitTimeSeconds],
  ];
  return [
    ...numbers.flatMap(([name, value]) =>
      value === undefined || Number(is[name]) === value ? [] : [`${name} is ${is[name]}, declared ${value}`],
    ),
    ...redriveDifference(declared.redrivePolicy, is["RedrivePolicy"]),
  ];
}

const redrive = z.looseObject({ deadLetterTargetArn: z.string(), maxReceiveCount: z.coerce.number() });

function redriveDifference(declared: string | undefined, is: string | undefined): string[] {
  if (declared === undefined) {
    return is === undefined || is === "" ? [] : [`RedrivePolicy is ${is}, declared none`];
  }
  if (is === undefined || is === "") {
    return [`it has no RedrivePolicy: what store cannot take comes back for ever; declared ${declared}`];
  }
  const [wanted, found] = [declared, is].map((text) => redrive.parse(JSON.parse(text)));
  return wanted?.deadLetterTargetArn === found?.deadLetterTargetArn &&
    wanted?.maxReceiveCount === found?.maxReceiveCount
    ? []
    : [`RedrivePolicy is ${is}, declared ${declared}`];
}
