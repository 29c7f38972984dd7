import { StatesError } from "../states-error.ts";

/** How a task waits for the called service: https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html */
export type IntegrationPattern = "requestResponse" | "sync" | "sync:2" | "waitForTaskToken";

/** What a Task's Resource names. */
export type TaskResource =
  | { kind: "lambdaFunction"; arn: string }
  | { kind: "optimized"; service: string; action: string; pattern: IntegrationPattern }
  | { kind: "awsSdk"; service: string; action: string; pattern: IntegrationPattern };

export type ServiceResource = Exclude<TaskResource, { kind: "lambdaFunction" }>;

/** `resourceType` of a task's events. */
export function resourceTypeOf({ kind, service }: ServiceResource): string {
  return kind === "awsSdk" ? `aws-sdk:${service}` : service;
}

/** The optimized integrations that are served, with their patterns. */
const optimized: Record<string, readonly IntegrationPattern[]> = {
  "lambda:invoke": ["requestResponse", "waitForTaskToken"],
  "sns:publish": ["requestResponse", "waitForTaskToken"],
  "sqs:sendMessage": ["requestResponse", "waitForTaskToken"],
  "states:startExecution": ["requestResponse", "sync", "sync:2", "waitForTaskToken"],
};

/** AWS accepts a function's ARN without a Region or an account at creation. */
const functionArn = /^arn:aws[\w-]*:lambda:[\w-]*:\d*:function:[\w-]+(:[\w$-]+)?$/;
const integrationArn = /^arn:aws[\w-]*:states:[\w-]*:\d*:(.+)$/;
const action = /^(?:(aws-sdk):)?([\w-]+):(\w+?)(?:\.(sync:2|sync|waitForTaskToken))?$/;

/** Reads a Resource. Throws States.Runtime when it is not supported, naming it. */
export function parseTaskResource(resource: string): TaskResource {
  if (functionArn.test(resource)) {
    return { kind: "lambdaFunction", arn: resource };
  }
  const rest = integrationArn.exec(resource)?.[1];
  const parts = rest === undefined ? null : action.exec(rest);
  if (!parts) {
    throw new StatesError("States.Runtime", `The resource '${resource}' is not supported.`);
  }
  const [, sdk, service = "", name = "", suffix] = parts;
  const pattern = patternOf(suffix);
  if (sdk !== undefined) {
    if (pattern === "sync" || pattern === "sync:2") {
      throw new StatesError(
        "States.Runtime",
        `The resource '${resource}' is not supported: an AWS SDK integration has no .${pattern}.`,
      );
    }
    return { kind: "awsSdk", service, action: name, pattern };
  }
  const patterns = optimized[`${service}:${name}`];
  if (!patterns) {
    throw new StatesError(
      "States.Runtime",
      `The resource '${resource}' is not supported: no integration ${service}:${name}.`,
    );
  }
  if (!patterns.includes(pattern)) {
    throw new StatesError(
      "States.Runtime",
      `The resource '${resource}' is not supported: ${service}:${name} has no .${pattern}.`,
    );
  }
  return { kind: "optimized", service, action: name, pattern };
}

function patternOf(suffix: string | undefined): IntegrationPattern {
  return suffix === "sync" || suffix === "sync:2" || suffix === "waitForTaskToken"
    ? suffix
    : "requestResponse";
}
