import type { HttpRequest, HttpResponse, Integrations } from "@ashiato/states/integrations/integrations";
import type { ConnectionData } from "../service.ts";

/** Whom the HTTP requests of state machines reach beside the world. */
export type HttpNeighbours = {
  /** What EventBridge connections add to a request, by ARN. */
  connections: ReadonlyMap<string, ConnectionData>;
  /** The URL at which the stage serves an HTTP API, by the API's id; waits until the APIs are served. */
  apiUrl: (id: string) => Promise<string | undefined>;
};

const formType = "application/x-www-form-urlencoded";

/**
 * Returns the sender of `http:invoke` and `apigateway:invoke`. The host of an API of the stage, as AWS writes
 * it, is found on this machine. What a connection adds takes the place of what the task says under the same
 * name.
 * https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html
 */
export function sendHttp({ connections, apiUrl }: HttpNeighbours): NonNullable<Integrations["http"]> {
  return async (request) => {
    const { connectionArn, signal, method } = request;
    const connection = connectionArn === undefined ? undefined : connections.get(connectionArn);
    if (connectionArn !== undefined && !connection) {
      throw new Error(`The stage declares no EventBridge connection ${connectionArn}.`);
    }
    const { url, headers, body } = connection ? withConnection(request, connection) : request;
    const target = await localUrl(new URL(url), apiUrl);
    const answer = await fetch(target, { method, headers, ...(body === undefined ? {} : { body }), signal });
    return responseOf(answer);
  };
}

/** Returns the address on this machine for `<id>.execute-api.<region>.amazonaws.com`, or the URL itself. */
async function localUrl(url: URL, apiUrl: HttpNeighbours["apiUrl"]): Promise<URL> {
  const [, id] = /^([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com$/u.exec(url.hostname) ?? [];
  const local = id === undefined ? undefined : await apiUrl(id);
  return local === undefined ? url : new URL(`${url.pathname}${url.search}`, local);
}

type Parts = Pick<HttpRequest, "url" | "headers"> & { body?: string };

function withConnection(request: HttpRequest, { headers, query, body: fields }: ConnectionData): Parts {
  const url = new URL(request.url);
  for (const [name, value] of query) {
    url.searchParams.set(name, value);
  }
  const merged = { ...request.headers, ...Object.fromEntries(headers) };
  const body = fields.length === 0 ? request.body : withFields(request, fields);
  const isNewBody = body !== undefined && request.body === undefined;
  return {
    url: url.href,
    headers: isNewBody ? { "content-type": "application/json", ...merged } : merged,
    ...(body === undefined ? {} : { body }),
  };
}

/** Throws an Error for a body that has no members to add to. */
function withFields({ headers, body }: HttpRequest, fields: ConnectionData["body"]): string {
  if (body !== undefined && headers["content-type"] === formType) {
    const form = new URLSearchParams(body);
    for (const [name, value] of fields) {
      form.set(name, value);
    }
    return form.toString();
  }
  const given: unknown = JSON.parse(body ?? "{}");
  if (given === null || typeof given !== "object" || Array.isArray(given)) {
    throw new Error("The body is not an object, so the connection's parameters cannot be added to it.");
  }
  return JSON.stringify({ ...given, ...Object.fromEntries(fields) });
}

async function responseOf(answer: Response): Promise<HttpResponse> {
  const headers: Record<string, string[]> = {};
  for (const [name, value] of answer.headers) {
    headers[name] = [...(headers[name] ?? []), value];
  }
  const { status: statusCode, statusText } = answer;
  return { statusCode, statusText, headers, body: await answer.text() };
}
