import { systemClock } from "@ashiato/states/clock";
import { GetQueueAttributesCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { shortHash } from "../../evaluate/resource-state.ts";
import type { SessionCredentials } from "../../http/access-key.ts";
import { LocalError } from "../../local-error.ts";
import type { Access } from "../access.ts";
import { arn } from "../aws-names.ts";
import type { Invoke, LocalService } from "../service.ts";
import { type MappingPlan, readMappings } from "./declared-mappings.ts";
import { QueuePoller } from "./queue-poller.ts";

/** A function that a mapping names. */
type SubscribedFunction = { name: string; arn: string; roleArn: string; timeoutSeconds: number };

type Needs = {
  functions: readonly SubscribedFunction[];
  invoke: Invoke;
  sqsAs: (credentials: () => Promise<SessionCredentials>) => SQSClient;
  queueUrl: (queueName: string) => string;
};

const service = "lambda.amazonaws.com";

/** Lambda refuses a mapping whose function's role lacks one of these; from the page on `QueuePoller`. */
const requiredActions = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];

/** Lambda's event source mappings: the queues whose messages go to functions. */
export const eventSourceMappings: LocalService<
  "eventSourceMappings",
  MappingPlan[],
  undefined,
  Needs,
  undefined,
  object
> = {
  name: "eventSourceMappings",
  kinds: {
    "aws:lambda/eventSourceMapping:EventSourceMapping": {
      state: ({ name, inputs }, aws) => {
        const id = shortHash(name);
        const mappingArn = arn(aws, "lambda", `event-source-mapping:${id}`);
        return { id, state: { uuid: id, arn: mappingArn, functionArn: inputs["functionName"] } };
      },
    },
  },
  open: async () => undefined,
  endpoints: () => ({}),
  plan: readMappings,
  serve: async ({ start: { access, region, started, onFault }, plan, needs }) => {
    for (const mapping of plan.filter(({ enabled }) => enabled)) {
      const subscribed = functionOf(mapping, needs.functions);
      checkRole(access, mapping, subscribed);
      const { name: sessionName, arn: sourceArn, roleArn } = subscribed;
      const sqs = needs.sqsAs(
        async () => access.assumeRole(roleArn, { service, sessionName, sourceArn }).credentials,
      );
      const queueUrl = needs.queueUrl(mapping.queueArn.slice(mapping.queueArn.lastIndexOf(":") + 1));
      const visibilitySeconds = await readVisibility(sqs, queueUrl);
      if (visibilitySeconds < subscribed.timeoutSeconds) {
        throw refused(
          mapping,
          `the queue's visibility timeout, ${visibilitySeconds} s, is less than the function's timeout, ${subscribed.timeoutSeconds} s`,
        );
      }
      const poller = new QueuePoller({
        mapping,
        origin: { queueArn: mapping.queueArn, region },
        queueUrl,
        visibilitySeconds,
        sqs,
        invoke: needs.invoke,
        clock: systemClock,
        onFault,
      });
      started.defer(() => poller.close());
      poller.begin();
    }
    return undefined;
  },
};

function functionOf(mapping: MappingPlan, functions: readonly SubscribedFunction[]): SubscribedFunction {
  const found = functions.find((each) => [each.arn, each.name].includes(mapping.functionArn));
  if (!found) {
    throw refused(mapping, `the function ${mapping.functionArn} is not declared`);
  }
  return found;
}

function checkRole(
  access: Access,
  mapping: MappingPlan,
  { name, arn: sourceArn, roleArn }: SubscribedFunction,
): void {
  const { principal } = access.assumeRole(roleArn, { service, sessionName: name, sourceArn });
  for (const action of requiredActions) {
    if (!access.decide({ principal, action, resource: mapping.queueArn, context: {} }).allowed) {
      throw refused(mapping, `the role ${roleArn} does not allow ${action} on ${mapping.queueArn}`);
    }
  }
}

async function readVisibility(sqs: SQSClient, QueueUrl: string): Promise<number> {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["VisibilityTimeout"] }),
  );
  return Number(Attributes?.["VisibilityTimeout"]);
}

/** What Lambda would refuse to create. */
function refused({ name }: MappingPlan, why: string): LocalError {
  return new LocalError("UNSUPPORTED", `Event source mapping ${name}: ${why}`);
}
