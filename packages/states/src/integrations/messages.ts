import type { JsonObject, JsonValue } from "../json.ts";
import { sdkMetadata, serviceFailure } from "./service-failure.ts";
import type { TaskCall } from "./task-call.ts";

/** `arn:aws:states:::sns:publish`: https://docs.aws.amazon.com/step-functions/latest/dg/connect-sns.html */
export function snsPublish(call: TaskCall): Promise<JsonObject> {
  return send(call, { serviceName: "SNS", bodyField: "Message" });
}

/** `arn:aws:states:::sqs:sendMessage`: https://docs.aws.amazon.com/step-functions/latest/dg/connect-sqs.html */
export function sqsSendMessage(call: TaskCall): Promise<JsonObject> {
  return send(call, { serviceName: "SQS", bodyField: "MessageBody" });
}

/** The optimized integrations take a message of any JSON and send its text. */
async function send(
  { services, service, action, parameters, signal }: TaskCall,
  { serviceName, bodyField }: { serviceName: string; bodyField: string },
): Promise<JsonObject> {
  const message: JsonValue | undefined = parameters[bodyField];
  const text = message === undefined || typeof message === "string" ? message : JSON.stringify(message);
  const body = text === undefined ? {} : { [bodyField]: text };
  const requestId = services.uuid();
  try {
    const answer = await services.integrations.awsSdk.call({
      service,
      action,
      parameters: { ...parameters, ...body },
      signal,
    });
    return { ...answer, ...sdkMetadata({ requestId, body: JSON.stringify(answer) }) };
  } catch (error) {
    if (signal.aborted) {
      throw error;
    }
    throw serviceFailure(serviceName, error, requestId);
  }
}
