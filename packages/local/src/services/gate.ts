import type { AwsJsonService } from "@ashiato/aws-json/serve-aws-json";

/** A request on its way to a local service. */
export type GateRequest = {
  /** `aws-json`: Step Functions, DynamoDB and the Redshift Data API. */
  service: "s3" | "sqs" | "aws-json";
  method: string;
  url: string;
  /**
   * `X-Amz-Target` of AWS JSON services: `AmazonSQS.DeleteMessageBatch`, `AWSStepFunctions.StartExecution`.
   */
  target: string;
};

/** Can hold requests back, so that a test can stop a process at a certain point. */
export type Gate = { pass: (request: GateRequest) => Promise<void> };

export const openGate: Gate = { pass: async () => undefined };

/** Returns the service with only the requests that the gate lets pass. */
export function throughGate(service: AwsJsonService, gate: Gate): AwsJsonService {
  const actions = Object.entries(service.actions).map(([name, action]): [string, typeof action] => {
    const request: GateRequest = {
      service: "aws-json",
      method: "POST",
      url: "/",
      target: `${service.targetPrefix}.${name}`,
    };
    return [name, async (input, call) => gate.pass(request).then(() => action(input, call))];
  });
  return { ...service, actions: Object.fromEntries(actions) };
}
