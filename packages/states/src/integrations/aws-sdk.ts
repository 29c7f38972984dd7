import type { JsonObject } from "../json.ts";
import { serviceFailure, serviceNameOf } from "./service-failure.ts";
import type { TaskCall } from "./task-call.ts";

/**
 * Runs `arn:aws:states:::aws-sdk:<service>:<action>`: PascalCase in and out.
 * https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 */
export async function awsSdk({
  services,
  service,
  action,
  parameters,
  signal,
}: TaskCall): Promise<JsonObject> {
  try {
    return await services.integrations.awsSdk.call({ service, action, parameters, signal });
  } catch (error) {
    if (signal.aborted) {
      throw error;
    }
    throw serviceFailure(serviceNameOf(service), error, services.uuid());
  }
}
