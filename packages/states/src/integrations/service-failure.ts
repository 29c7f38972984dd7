import { messageOf, StateFailure } from "../errors.ts";
import type { JsonObject } from "../json.ts";

/**
 * Names of services as AWS SDK errors spell them: the SDK for Java's client names.
 * https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 */
const serviceNames: Record<string, string> = {
  dynamodb: "DynamoDb",
  eventbridge: "EventBridge",
  redshiftdata: "RedshiftData",
  redshiftserverless: "RedshiftServerless",
  secretsmanager: "SecretsManager",
  cloudwatchlogs: "CloudWatchLogs",
  stepfunctions: "Sfn",
};

/** Returns `RedshiftData` for `redshiftdata`. */
export function serviceNameOf(service: string): string {
  return serviceNames[service] ?? service.charAt(0).toUpperCase() + service.slice(1);
}

/**
 * Returns the failure of a task whose service answered with an error: `ServiceName.ErrorNameException`. What
 * is not an answer of the service (a broken connection) is the client's: `ServiceName.SdkClientException`.
 */
export function serviceFailure(serviceName: string, error: unknown, requestId: string): StateFailure {
  const name = error instanceof Error ? error.name : "Error";
  const message = messageOf(error);
  const { statusCode, id } = answerOf(error);
  if (statusCode === undefined) {
    return new StateFailure(`${serviceName}.SdkClientException`, message, { cause: error });
  }
  const code = name.endsWith("Exception") ? name : `${name}Exception`;
  const details = `(Service: ${serviceName}, Status Code: ${statusCode}, Request ID: ${id ?? requestId})`;
  return new StateFailure(`${serviceName}.${code}`, `${message} ${details}`, { cause: error });
}

/** Does the same as `serviceFailure`, in the words of the optimized Lambda integration. */
export function lambdaFailure(error: unknown, requestId: string): StateFailure {
  const { statusCode, id } = answerOf(error);
  if (statusCode === undefined || !(error instanceof Error)) {
    return serviceFailure("Lambda", error, requestId);
  }
  const details = `(Service: AWSLambda; Status Code: ${statusCode}; Error Code: ${error.name}; Request ID: ${id ?? requestId}; Proxy: null)`;
  return new StateFailure(`Lambda.${error.name}`, `${error.message} ${details}`, { cause: error });
}

/** Returns the status of a service's answer; undefined for an error that no service answered. */
function answerOf(error: unknown): { statusCode: number | undefined; id: string | undefined } {
  const members: { statusCode?: unknown; requestId?: unknown; $metadata?: { httpStatusCode?: unknown } } =
    Object(error);
  const status = members.statusCode ?? members.$metadata?.httpStatusCode;
  return {
    statusCode: typeof status === "number" ? status : undefined,
    id: typeof members.requestId === "string" ? members.requestId : undefined,
  };
}

/** Returns what the optimized integrations put beside a service's answer. */
export function sdkMetadata({
  requestId,
  body,
  statusCode = 200,
  headers = {},
}: {
  requestId: string;
  body: string;
  statusCode?: number;
  headers?: Record<string, string>;
}): JsonObject {
  const all: Record<string, string> = {
    Connection: "keep-alive",
    "Content-Length": String(Buffer.byteLength(body)),
    ...(body === "" ? {} : { "Content-Type": "application/json" }),
    "x-amzn-RequestId": requestId,
    ...headers,
  };
  const lists = Object.entries(all).map(([name, value]) => [name, [value]]);
  return {
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(lists),
      HttpHeaders: all,
      HttpStatusCode: statusCode,
    },
    SdkResponseMetadata: { RequestId: requestId },
  };
}
