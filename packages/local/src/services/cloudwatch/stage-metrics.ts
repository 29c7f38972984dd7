import type { StageEvent } from "../stage-event.ts";
import { type Metric, type Sample, sampleOf } from "./metric.ts";

/** A count or a measure of a single event. */
type Measured = { metric: Metric; sample: Sample };

/**
 * AWS's own metrics that the stage has.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/aws-services-cloudwatch-metrics.html
 */
const served: Readonly<Record<string, readonly string[]>> = {
  "AWS/ApiGateway": [
    "4xx",
    "5xx",
    "ClientError",
    "ConnectCount",
    "Count",
    "ExecutionError",
    "IntegrationError",
    "IntegrationLatency",
    "Latency",
    "MessageCount",
  ],
  "AWS/Lambda": ["Duration", "Errors", "Invocations", "Throttles"],
  "AWS/SQS": [
    "ApproximateAgeOfOldestMessage",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesVisible",
  ],
  "AWS/States": [
    "ExecutionsAborted",
    "ExecutionsFailed",
    "ExecutionsStarted",
    "ExecutionsSucceeded",
    "ExecutionsTimedOut",
    "ExecutionTime",
  ],
};

/** Returns whether a metric is one of the program's own, or of those of AWS that the stage has. */
export function isServedMetric({ namespace, name }: Pick<Metric, "namespace" | "name">): boolean {
  return !namespace.startsWith("AWS/") || (served[namespace]?.includes(name) ?? false);
}

/** Returns what an event of the stage adds to AWS's own metrics. */
export function measuresOf(event: StageEvent): Measured[] {
  switch (event.kind) {
    case "request": {
      const { apiId, statusCode, milliseconds } = event;
      return measures(
        "AWS/ApiGateway",
        { ApiId: apiId },
        {
          Count: 1,
          "4xx": statusCode >= 400 && statusCode < 500 ? 1 : 0,
          "5xx": statusCode >= 500 ? 1 : 0,
          Latency: milliseconds,
        },
      );
    }
    case "websocket request":
      return webSocketMeasures(event);
    case "websocket message":
      return ofStage(event, { MessageCount: 1 });
    case "invocation": {
      const { functionName: FunctionName, failed, milliseconds } = event;
      return measures(
        "AWS/Lambda",
        { FunctionName },
        {
          Invocations: 1,
          Errors: failed ? 1 : 0,
          Throttles: 0,
          Duration: milliseconds,
        },
      );
    }
    case "throttled":
      return measures("AWS/Lambda", { FunctionName: event.functionName }, { Throttles: 1 });
    case "mail":
      return [];
    case "execution started":
      return measures("AWS/States", { StateMachineArn: event.stateMachineArn }, { ExecutionsStarted: 1 });
    case "execution ended": {
      const { stateMachineArn: StateMachineArn, status, milliseconds } = event;
      return measures(
        "AWS/States",
        { StateMachineArn },
        {
          ExecutionsSucceeded: status === "SUCCEEDED" ? 1 : 0,
          ExecutionsFailed: status === "FAILED" ? 1 : 0,
          ExecutionsTimedOut: status === "TIMED_OUT" ? 1 : 0,
          ExecutionsAborted: status === "ABORTED" ? 1 : 0,
          ExecutionTime: milliseconds,
        },
      );
    }
  }
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-logging.html */
function webSocketMeasures(event: Extract<StageEvent, { kind: "websocket request" }>): Measured[] {
  const { eventType, error, integrationMilliseconds } = event;
  const isInvoked = integrationMilliseconds !== undefined;
  return ofStage(event, {
    ...(eventType === "CONNECT" && isInvoked && { ConnectCount: 1 }),
    ...(eventType === "MESSAGE" && { MessageCount: 1 }),
    ClientError: error === "client" ? 1 : 0,
    IntegrationError: error === "integration" ? 1 : 0,
    ExecutionError: error === "execution" ? 1 : 0,
    ...(isInvoked && { IntegrationLatency: integrationMilliseconds }),
  });
}

/** A WebSocket API has its metrics as a whole and for its stage. */
function ofStage(
  { apiId: ApiId, stage: Stage }: { apiId: string; stage: string },
  values: Readonly<Record<string, number>>,
): Measured[] {
  return [{ ApiId }, { ApiId, Stage }].flatMap((dimensions) =>
    measures("AWS/ApiGateway", dimensions, values),
  );
}

function measures(
  namespace: string,
  dimensions: Metric["dimensions"],
  values: Readonly<Record<string, number>>,
): Measured[] {
  return Object.entries(values).map(([name, value]) => ({
    metric: { namespace, name, dimensions },
    sample: sampleOf(value),
  }));
}

/** What SQS reports about a queue. */
export type QueueDepth = {
  name: string;
  visible: number;
  inFlight: number;
  /** When the oldest message was sent, in milliseconds since 1970; absent for an empty queue. */
  oldest: number | undefined;
};

/** Returns a queue's metrics, which SQS reports each minute. */
export function queueMeasures({ name, visible, inFlight, oldest }: QueueDepth, now: number): Measured[] {
  return measures(
    "AWS/SQS",
    { QueueName: name },
    {
      ApproximateNumberOfMessagesVisible: visible,
      ApproximateNumberOfMessagesNotVisible: inFlight,
      ApproximateAgeOfOldestMessage:
        oldest === undefined ? 0 : Math.max(0, Math.floor((now - oldest) / 1_000)),
    },
  );
}
