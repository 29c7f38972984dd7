import { parseJson } from "../exact-integer.ts";
import { StateFailure } from "../errors.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import type { LambdaAnswer, LambdaEvent } from "./integrations.ts";
import { lambdaFailure, sdkMetadata } from "./service-failure.ts";
import type { IntegrationServices, TaskCall } from "./task-call.ts";

/**
 * Runs `arn:aws:states:::lambda:invoke`: returns the answer with its metadata, Payload parsed.
 * https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html
 */
export async function lambdaInvoke(call: TaskCall): Promise<JsonObject> {
  const { InvocationType: type = "RequestResponse" } = call.parameters;
  const { invokeAsynchronously } = call.services.integrations.lambda;
  if (type === "RequestResponse") {
    return requestResponse(call);
  }
  if (type === "Event" && invokeAsynchronously) {
    return event(call, invokeAsynchronously);
  }
  throw new StateFailure(
    "States.Runtime",
    `The InvocationType ${JSON.stringify(type)} of lambda:invoke is not supported.`,
  );
}

async function requestResponse({ services, parameters, signal }: TaskCall): Promise<JsonObject> {
  const { Payload: payload, LogType: logType } = parameters;
  const functionName = qualifiedName(parameters);
  const requestId = services.uuid();
  const text = payloadText(payload, requestId);
  const answer = await invoke(services, { functionName, payload: text, signal, requestId, logType });
  if (answer.functionError !== undefined) {
    throw raised(answer.payload, "compact");
  }
  const { statusCode: StatusCode, executedVersion: ExecutedVersion, logResult } = answer;
  return {
    ExecutedVersion,
    ...(logResult === undefined ? {} : { LogResult: logResult }),
    Payload: parsed(answer.payload),
    ...sdkMetadata({
      requestId,
      body: answer.payload,
      headers: { "X-Amz-Executed-Version": ExecutedVersion, "x-amzn-Remapped-Content-Length": "0" },
    }),
    StatusCode,
  };
}

/**
 * Lambda answers an event that it has taken with the status 202 and no payload.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
async function event(
  { services, parameters }: TaskCall,
  invokeAsynchronously: (event: LambdaEvent) => Promise<void>,
): Promise<JsonObject> {
  const functionName = qualifiedName(parameters);
  const requestId = services.uuid();
  const payload = payloadText(parameters.Payload, requestId);
  try {
    await invokeAsynchronously({ functionName, payload });
  } catch (error) {
    throw lambdaFailure(error, requestId);
  }
  const headers = { "x-amzn-Remapped-Content-Length": "0" };
  return {
    Payload: "",
    ...sdkMetadata({ requestId, body: "", statusCode: 202, headers }),
    StatusCode: 202,
  };
}

function qualifiedName({ FunctionName, Qualifier }: JsonObject): string {
  if (typeof FunctionName !== "string") {
    throw new StateFailure(
      "States.Runtime",
      "The parameter 'FunctionName' of lambda:invoke is not a string.",
    );
  }
  return typeof Qualifier === "string" ? `${FunctionName}:${Qualifier}` : FunctionName;
}

/** Runs a Task whose Resource is a function's own ARN: returns its answer alone. */
export async function lambdaFunction(
  services: IntegrationServices,
  arn: string,
  { input, signal }: { input: JsonValue; signal: AbortSignal },
): Promise<JsonValue> {
  const requestId = services.uuid();
  const answer = await invoke(services, {
    functionName: arn,
    payload: JSON.stringify(input),
    signal,
    requestId,
  });
  if (answer.functionError !== undefined) {
    throw raised(answer.payload, "raw");
  }
  return parsed(answer.payload);
}

async function invoke(
  services: IntegrationServices,
  request: {
    functionName: string;
    payload: string;
    signal: AbortSignal;
    requestId: string;
    logType?: JsonValue | undefined;
  },
): Promise<LambdaAnswer> {
  const { requestId, logType, ...invocation } = request;
  try {
    return await services.integrations.lambda.invoke({
      ...invocation,
      ...(logType === "Tail" ? { logType: "Tail" as const } : {}),
    });
  } catch (error) {
    if (request.signal.aborted) {
      throw error;
    }
    throw lambdaFailure(error, requestId);
  }
}

/** A string is taken as JSON text, and Lambda refuses it when it is not; no payload is an empty object. */
function payloadText(payload: JsonValue | undefined, requestId: string): string {
  if (payload === undefined || payload === null) {
    return "{}";
  }
  if (typeof payload !== "string") {
    return JSON.stringify(payload);
  }
  try {
    JSON.parse(payload);
    return payload;
  } catch (error) {
    const message = `Could not parse request body into json: ${String(error)}`;
    const refused = { name: "InvalidRequestContentException", statusCode: 400, cause: error };
    throw lambdaFailure(Object.assign(new Error(message), refused), requestId);
  }
}

/** Returns a function's answer parsed, or as it is when it is not JSON. */
function parsed(payload: string): JsonValue {
  if (payload === "") {
    return null;
  }
  try {
    return parseJson(payload);
  } catch (error) {
    if (error instanceof SyntaxError) {
      return payload;
    }
    throw error;
  }
}

/** Returns the failure of a function that raised: its error type, and its whole answer as Cause. */
function raised(payload: string, form: "compact" | "raw"): StateFailure {
  const answer = parsed(payload);
  const type = isJsonObject(answer) ? answer.errorType : undefined;
  const cause = form === "compact" ? JSON.stringify(answer) : payload;
  return new StateFailure(typeof type === "string" ? type : "Lambda.Unknown", cause);
}
