import { StatesError } from "../states-error.ts";

/**
 * How a task waits for the called service:
 * https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html
 */
export type IntegrationPattern = "requestResponse" | "sync" | "sync:2" | "waitForTaskToken";

/** What a Task's Resource names. */
export type TaskResource =
  | { kind: "lambdaFunction"; arn: string }
  | { kind: "activity"; arn: string }
  | { kind: "optimized"; service: string; action: string; pattern: IntegrationPattern }
  /** An optimized integration that AWS has and the stage lacks. */
  | { kind: "lacking"; service: string; action: string; pattern: IntegrationPattern }
  | { kind: "awsSdk"; service: string; action: string; pattern: IntegrationPattern };

export type ServiceResource = Exclude<TaskResource, { kind: "lambdaFunction" | "activity" }>;

/** Returns the `resourceType` of a task's events. */
export function resourceTypeOf({ kind, service }: ServiceResource): string {
  return kind === "awsSdk" ? `aws-sdk:${service}` : service;
}

const called = ["requestResponse"] as const;
const calledBack = ["requestResponse", "waitForTaskToken"] as const;

/** The optimized integrations that are served, with their patterns. */
const optimized: Record<string, readonly IntegrationPattern[]> = {
  "apigateway:invoke": calledBack,
  "dynamodb:deleteItem": called,
  "dynamodb:getItem": called,
  "dynamodb:putItem": called,
  "dynamodb:updateItem": called,
  "events:putEvents": calledBack,
  "http:invoke": called,
  "lambda:invoke": calledBack,
  "sns:publish": calledBack,
  "sqs:sendMessage": calledBack,
  "states:startExecution": ["requestResponse", "sync", "sync:2", "waitForTaskToken"],
};

/**
 * AWS's other services with optimized integrations:
 * https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html
 */
const lacking = new Set([
  "athena",
  "batch",
  "bedrock",
  "codebuild",
  "databrew",
  "ecs",
  "eks",
  "elasticmapreduce",
  "emr-containers",
  "emr-serverless",
  "glue",
  "mediaconvert",
  "sagemaker",
]);

/** Region and account may be left out, and AWS looks at neither before the task runs. */
const functionArn = /^arn:aws[\w-]*:lambda:[\w-]*:[\w-]*:function:[\w-]+(:[\w$-]+)?$/;
const activityArn = /^arn:aws[\w-]*:states:[\w-]+:\d{12}:activity:[^:\s]{1,80}$/;
const integrationArn = /^arn:aws[\w-]*:states:[\w-]*:\d*:(.+)$/;
const action = /^(?:(aws-sdk):)?([\w-]+):(\w+?)(?:\.(sync:2|sync|waitForTaskToken))?$/;

/** Reads a Resource. Throws States.Runtime when neither AWS nor the stage has it, naming it. */
export function parseTaskResource(resource: string): TaskResource {
  if (functionArn.test(resource)) {
    return { kind: "lambdaFunction", arn: resource };
  }
  if (activityArn.test(resource)) {
    return { kind: "activity", arn: resource };
  }
  const rest = integrationArn.exec(resource)?.[1];
  const parts = rest === undefined ? null : action.exec(rest);
  if (!parts) {
    throw unsupported(resource);
  }
  const [, sdk, service = "", name = "", suffix] = parts;
  const named = { service, action: name, pattern: patternOf(suffix) };
  const { pattern } = named;
  if (sdk !== undefined) {
    if (pattern === "sync" || pattern === "sync:2") {
      throw unsupported(resource, `an AWS SDK integration has no .${pattern}`);
    }
    return { kind: "awsSdk", ...named };
  }
  if (lacking.has(service)) {
    return { kind: "lacking", ...named };
  }
  const patterns = optimized[`${service}:${name}`];
  if (!patterns) {
    throw unsupported(resource, `no integration ${service}:${name}`);
  }
  if (!patterns.includes(pattern)) {
    throw unsupported(resource, `${service}:${name} has no .${pattern}`);
  }
  return { kind: "optimized", ...named };
}

/** The services whose optimized integrations call an SDK client, by the client's name. */
const clients: Readonly<Record<string, string>> = {
  dynamodb: "dynamodb",
  events: "eventbridge",
  sns: "sns",
  sqs: "sqs",
};

/** Returns the action of an SDK client that a resource needs; undefined when it needs none. */
export function sdkActionOf(resource: TaskResource): { service: string; action: string } | undefined {
  if (resource.kind === "awsSdk") {
    return resource;
  }
  const service = resource.kind === "optimized" ? clients[resource.service] : undefined;
  return service === undefined || resource.kind !== "optimized"
    ? undefined
    : { service, action: resource.action };
}

/** Returns what is said about an integration that AWS has and the stage lacks. */
export function lackOf(resource: ServiceResource): string {
  return `AWS has ${resourceTypeOf(resource)}:${resource.action}, this stage does not.`;
}

function unsupported(resource: string, reason?: string): StatesError {
  const why = reason === undefined ? "." : `: ${reason}.`;
  return new StatesError("States.Runtime", `The resource '${resource}' is not supported${why}`);
}

function patternOf(suffix: string | undefined): IntegrationPattern {
  return suffix === "sync" || suffix === "sync:2" || suffix === "waitForTaskToken"
    ? suffix
    : "requestResponse";
}
