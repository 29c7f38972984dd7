import { StateFailure } from "../errors.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import { sdkMetadata, serviceFailure } from "./service-failure.ts";
import type { TaskCall } from "./task-call.ts";

/**
 * Runs `arn:aws:states:::sns:publish`: https://docs.aws.amazon.com/step-functions/latest/dg/connect-sns.html
 */
export function snsPublish(call: TaskCall): Promise<JsonObject> {
  const { Message } = call.parameters;
  const parameters = { ...call.parameters, ...(Message === undefined ? {} : { Message: textOf(Message) }) };
  return callService(call, { serviceName: "SNS", parameters });
}

/**
 * Runs `arn:aws:states:::sqs:sendMessage`:
 * https://docs.aws.amazon.com/step-functions/latest/dg/connect-sqs.html
 */
export function sqsSendMessage(call: TaskCall): Promise<JsonObject> {
  const { MessageBody } = call.parameters;
  const body = MessageBody === undefined ? {} : { MessageBody: textOf(MessageBody) };
  return callService(call, { serviceName: "SQS", parameters: { ...call.parameters, ...body } });
}

/**
 * Runs `arn:aws:states:::dynamodb:getItem` and its like:
 * https://docs.aws.amazon.com/step-functions/latest/dg/connect-ddb.html
 */
export function dynamodb(call: TaskCall): Promise<JsonObject> {
  return callService(call, { serviceName: "DynamoDB", parameters: call.parameters });
}

/**
 * Runs `arn:aws:states:::events:putEvents`: a Detail may be JSON, and one entry that is not taken fails the
 * task.
 * https://docs.aws.amazon.com/step-functions/latest/dg/connect-eventbridge.html
 */
export async function putEvents(call: TaskCall): Promise<JsonObject> {
  const { Entries } = call.parameters;
  const entries = Array.isArray(Entries) ? Entries.map(withDetailText) : [];
  const sent = { ...call, service: "eventbridge" };
  const answer = await callService(sent, {
    serviceName: "EventBridge",
    parameters: { ...call.parameters, Entries: entries },
  });
  if (Number(answer.FailedEntryCount ?? 0) > 0) {
    throw new StateFailure("EventBridge.FailedEntry", JSON.stringify(answer));
  }
  return answer;
}

function withDetailText(entry: JsonValue): JsonValue {
  return isJsonObject(entry) && entry.Detail !== undefined
    ? { ...entry, Detail: textOf(entry.Detail) }
    : entry;
}

/** The optimized integrations take a message of any JSON and send its text. */
function textOf(message: JsonValue): string {
  return typeof message === "string" ? message : JSON.stringify(message);
}

async function callService(
  { services, service, action, signal }: TaskCall,
  { serviceName, parameters }: { serviceName: string; parameters: JsonObject },
): Promise<JsonObject> {
  const requestId = services.uuid();
  try {
    const answer = await services.integrations.awsSdk.call({ service, action, parameters, signal });
    return { ...answer, ...sdkMetadata({ requestId, body: JSON.stringify(answer) }) };
  } catch (error) {
    if (signal.aborted) {
      throw error;
    }
    throw serviceFailure(serviceName, error, requestId);
  }
}
