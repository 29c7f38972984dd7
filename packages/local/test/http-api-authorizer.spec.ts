import type {
  APIGatewayProxyEventV2WithLambdaAuthorizer,
  APIGatewayRequestAuthorizerEventV2,
} from "aws-lambda";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Listener } from "../src/http/listen.ts";
import { serveHttpApi } from "../src/services/http-api/serve-http-api.ts";
import type { InvocationResult } from "../src/services/service.ts";

const authorizer = {
  id: "tokens",
  functionArn: "authorize",
  identitySources: ["$request.header.Authorization", "$context.routeKey"],
  ttlSeconds: 60,
};

let api: Listener;
let now = 0;
let asked: APIGatewayRequestAuthorizerEventV2[] = [];
let say: (event: APIGatewayRequestAuthorizerEventV2) => unknown = () => ({ isAuthorized: true });

async function invoke(functionArn: string, payload: string): Promise<InvocationResult> {
  if (functionArn === "mirror") {
    return { payload };
  }
  const event = JSON.parse(payload) as APIGatewayRequestAuthorizerEventV2;
  asked.push(event);
  const answer = say(event);
  return answer instanceof Error
    ? { payload: JSON.stringify({ errorMessage: answer.message }), functionError: "Unhandled" }
    : { payload: JSON.stringify(answer) };
}

beforeAll(async () => {
  const routes = ["POST /a", "GET /b"].map((routeKey) => ({ routeKey, functionArn: "mirror", authorizer }));
  api = await serveHttpApi({
    api: () => ({
      id: "abc",
      executionArn: "arn:aws:execute-api:ap-northeast-1:000000000000:abc",
      name: "test",
      routes: [...routes, { routeKey: "GET /open", functionArn: "mirror" }],
    }),
    accountId: "000000000000",
    region: "eu-west-1",
    port: 0,
    now: () => now,
    invoke,
    onFault: (fault) => {
      throw fault;
    },
  });
});

beforeEach(() => {
  // Decisions of earlier tests are over.
  now += 3_600_000;
  asked = [];
  say = () => ({ isAuthorized: true });
});

afterAll(() => api.close());

async function call(path: string, token?: string): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${api.url}${path}`, {
    method: path.startsWith("/a") ? "POST" : "GET",
    ...(path.startsWith("/a") && { body: '{"private":1}' }),
    ...(token !== undefined && { headers: { authorization: token } }),
  });
  return { status: answer.status, body: await answer.json() };
}

it("answers 401 without asking when an identity source is missing or empty", async () => {
  const unauthorized = { status: 401, body: { message: "Unauthorized" } };
  expect(await call("/b")).toEqual(unauthorized);
  expect(await call("/b", "")).toEqual(unauthorized);
  expect(asked).toEqual([]);
});

it("lets an authorized request through with what the authorizer said", async () => {
  say = () => ({ isAuthorized: true, context: { who: "phone" } });
  const { status, body } = await call("/b", "Bearer a");
  expect(status).toBe(200);
  const event = body as APIGatewayProxyEventV2WithLambdaAuthorizer<{ who: string }>;
  expect(event.requestContext.authorizer).toEqual({ lambda: { who: "phone" } });
});

it("passes the request to the authorizer without its body", async () => {
  await call("/a?x=1", "Bearer a");
  expect(asked).toMatchObject([
    {
      version: "2.0",
      type: "REQUEST",
      routeArn: "arn:aws:execute-api:eu-west-1:000000000000:abc/$default/POST/a",
      identitySource: ["Bearer a", "POST /a"],
      routeKey: "POST /a",
      rawPath: "/a",
      queryStringParameters: { x: "1" },
      headers: { authorization: "Bearer a" },
      requestContext: { http: { method: "POST" } },
    },
  ]);
  expect(JSON.stringify(asked)).not.toContain("private");
});

it("answers 403 to a refused request", async () => {
  say = () => ({ isAuthorized: false });
  expect(await call("/b", "Bearer a")).toEqual({ status: 403, body: { message: "Forbidden" } });
});

it("answers 500 when the authorizer fails or says something else", async () => {
  const broken = { status: 500, body: { message: "Internal Server Error" } };
  say = () => new Error("broken");
  expect(await call("/b", "Bearer a")).toEqual(broken);
  say = () => ({ isAuthorized: "yes" });
  expect(await call("/b", "Bearer a")).toEqual(broken);
  expect(asked).toHaveLength(2);
});

it("keeps a decision for the token and the route until its time is over", async () => {
  say = ({ routeKey }) => ({ isAuthorized: routeKey === "GET /b" });
  expect(await call("/b", "Bearer a")).toMatchObject({ status: 200 });
  expect(await call("/b", "Bearer a")).toMatchObject({ status: 200 });
  expect(await call("/a", "Bearer a")).toMatchObject({ status: 403 });
  expect(await call("/b", "Bearer b")).toMatchObject({ status: 200 });
  expect(asked).toHaveLength(3);
  now += 60_000;
  say = () => ({ isAuthorized: false });
  expect(await call("/b", "Bearer a")).toMatchObject({ status: 403 });
});

it("invokes no authorizer for an open route", async () => {
  expect(await call("/open")).toMatchObject({ status: 200 });
  expect(asked).toEqual([]);
});
