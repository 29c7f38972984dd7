import { messageOf, StateFailure } from "../errors.ts";
import { parseJson } from "../exact-integer.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import type { HttpResponse } from "./integrations.ts";
import type { TaskCall } from "./task-call.ts";

/**
 * https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html: an HTTP Task waits at most 60
 * seconds.
 */
const maxSeconds = 60;

/**
 * Runs `arn:aws:states:::http:invoke`:
 * https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html
 */
export async function httpInvoke(call: TaskCall): Promise<JsonObject> {
  const { parameters } = call;
  const { Authentication: authentication, InvocationConfig: configuration } = parameters;
  const { ConnectionArn } = Object(authentication ?? configuration);
  const encoded = isJsonObject(parameters.Transform) && parameters.Transform.RequestBodyEncoding;
  const response = await send(call, {
    url: withQuery(text(parameters, "ApiEndpoint"), parameters.QueryParameters),
    serviceName: "States.Http.Socket",
    ...(typeof ConnectionArn === "string" ? { connectionArn: ConnectionArn } : {}),
    ...(encoded === "URL_ENCODED" ? { form: true } : {}),
  });
  if (response.statusCode >= 400) {
    throw new StateFailure(`States.Http.StatusCode.${response.statusCode}`, response.body);
  }
  return resultOf(response);
}

/**
 * Runs `arn:aws:states:::apigateway:invoke`:
 * https://docs.aws.amazon.com/step-functions/latest/dg/connect-api-gateway.html
 */
export async function apiGatewayInvoke(call: TaskCall): Promise<JsonObject> {
  const { parameters } = call;
  const host = text(parameters, "ApiEndpoint");
  const { Stage: stage, Path: path, QueryParameters: query } = parameters;
  const parts = [stage, path].filter((part) => typeof part === "string");
  const joined = parts.map((part) => part.replace(/^\/|\/$/g, "")).join("/");
  const origin = /^https?:/.test(host) ? host : `https://${host}`;
  const response = await send(call, {
    url: withQuery(`${origin}/${joined}`, query),
    serviceName: "ApiGateway.SdkClientException",
  });
  if (response.statusCode >= 400) {
    throw new StateFailure(`ApiGateway.${response.statusCode}`, response.body);
  }
  return resultOf(response);
}

type Sent = { url: string; serviceName: string; connectionArn?: string; form?: boolean };

async function send(call: TaskCall, { url, serviceName, connectionArn, form }: Sent): Promise<HttpResponse> {
  const { services, service, action, parameters, signal } = call;
  const { http } = services.integrations;
  if (!http) {
    throw new StateFailure("States.TaskFailed", `AWS has ${service}:${action}, this stage does not.`);
  }
  const { RequestBody: body, Headers: headers } = parameters;
  const bodyText = body === undefined ? undefined : form ? formOf(body) : bodyOf(body);
  try {
    return await http({
      url,
      method: text(parameters, "Method"),
      headers: {
        ...(body === undefined ? {} : { "content-type": form ? formType : "application/json" }),
        ...headersOf(headers),
      },
      ...(bodyText === undefined ? {} : { body: bodyText }),
      ...(connectionArn === undefined ? {} : { connectionArn }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(maxSeconds * 1000)]),
    });
  } catch (error) {
    if (signal.aborted || error instanceof StateFailure) {
      throw error;
    }
    throw new StateFailure(serviceName, messageOf(error), { cause: error });
  }
}

const formType = "application/x-www-form-urlencoded";

function headersOf(headers: JsonValue | undefined): Record<string, string> {
  const members = isJsonObject(headers) ? Object.entries(headers) : [];
  return Object.fromEntries(
    members.map(([name, value]) => [name.toLowerCase(), [value].flat().map(bodyOf).join(", ")]),
  );
}

function withQuery(url: string, query: JsonValue | undefined): string {
  const result = new URL(url);
  for (const [name, values] of isJsonObject(query) ? Object.entries(query) : []) {
    for (const value of [values].flat()) {
      result.searchParams.append(name, bodyOf(value));
    }
  }
  return result.href;
}

function formOf(body: JsonValue): string {
  const members = isJsonObject(body) ? Object.entries(body) : [];
  const fields = members.map(([name, value]): [string, string] => [name, bodyOf(value)]);
  return new URLSearchParams(fields).toString();
}

function bodyOf(value: JsonValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function resultOf({ statusCode, statusText, headers, body }: HttpResponse): JsonObject {
  return { Headers: headers, ResponseBody: parsed(body), StatusCode: statusCode, StatusText: statusText };
}

function parsed(body: string): JsonValue {
  try {
    return parseJson(body);
  } catch (error) {
    if (error instanceof SyntaxError) {
      return body;
    }
    throw error;
  }
}

function text(parameters: JsonObject, name: string): string {
  const value = parameters[name];
  if (typeof value === "string" && value !== "") {
    return value;
  }
  throw new StateFailure("States.Runtime", `The parameter '${name}' is not a string.`);
}
