import { answerSchema } from "@ashiato/core/api/openapi";
import { gatewayMessageSchema } from "@ashiato/core/api/schemas";
import { type RouteKey, tokenOf } from "@ashiato/core/api/routes";
import { expect } from "vitest";
import type { Stage } from "../../src/stage/stage.ts";

export type ApiRequest = {
  /** Values of the route's path parameters. */
  path?: Record<string, string>;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: unknown;
  /** The Authorization header; the right token of the route where absent, none where null. */
  authorization?: string | null;
};

export type ApiAnswer = { status: number; headers: Headers; body: unknown };

/**
 * Calls a route of a running stage, and holds what it answers against what the OpenAPI document says of it.
 */
export async function callApi(
  stage: Stage,
  routeKey: RouteKey,
  request: ApiRequest = {},
): Promise<ApiAnswer> {
  const [method = "", pattern = ""] = routeKey.split(" ");
  const path = pattern.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(request.path?.[name] ?? ""),
  );
  const url = new URL(path, stage.endpoints.api);
  for (const [name, value] of Object.entries(request.query ?? {})) {
    url.searchParams.set(name, value);
  }
  const authorization =
    request.authorization === undefined ? rightToken(stage, routeKey) : request.authorization;
  const answer = await fetch(url, {
    method,
    redirect: "manual",
    headers: {
      ...(request.body !== undefined && { "content-type": "application/json" }),
      ...(authorization !== null && { authorization }),
      ...request.headers,
    },
    ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
  });
  const text = await answer.text();
  const isJson = answer.headers.get("content-type")?.startsWith("application/json") === true;
  const body: unknown = isJson ? JSON.parse(text) : text;
  const schema = [401, 403, 429].includes(answer.status)
    ? gatewayMessageSchema
    : answerSchema(routeKey, answer.status);
  if (schema) {
    expect({ routeKey, faults: schema.safeParse(body).error?.issues ?? [] }).toEqual({
      routeKey,
      faults: [],
    });
  } else {
    expect(isJson, `${routeKey} answers ${answer.status} with JSON that is not described: ${text}`).toBe(
      false,
    );
  }
  return { status: answer.status, headers: answer.headers, body };
}

function rightToken({ tokens }: Stage, routeKey: RouteKey): string | null {
  const token = tokenOf(routeKey);
  return token === undefined ? null : `Bearer ${tokens[token]}`;
}
