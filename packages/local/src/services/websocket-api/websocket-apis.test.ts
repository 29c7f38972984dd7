import { expect, it } from "vitest";
import type { DeclaredResource } from "../../evaluate/declared-app.ts";
import { DeclaredResources } from "../declared.ts";
import { readWebSocketApis } from "./websocket-apis.ts";

type Changes = Partial<Record<"api" | "stage" | "integration" | "route" | "authorizer", object>>;

const functionArn = "arn:aws:lambda:ap-northeast-1:000000000000:function:talk";

/** A WebSocket API with one route, as SST declares it, but for some changes; and an HTTP API beside it. */
function declared(changes: Changes = {}): DeclaredResources {
  const resource = (kind: string, name: string, state: object): DeclaredResource => {
    const lower = kind[0]?.toLowerCase() + kind.slice(1);
    const type = `aws:apigatewayv2/${lower}:${kind}`;
    return { type, name, id: name, custom: true, inputs: {}, state: { ...state } };
  };
  const apiId = "Live";
  return new DeclaredResources([
    resource("Api", apiId, {
      protocolType: "WEBSOCKET",
      executionArn: "arn:aws:execute-api:ap-northeast-1:000000000000:Live",
      routeSelectionExpression: "$request.body.action",
      ...changes.api,
    }),
    resource("Stage", "LiveStage", { apiId, name: "$default", ...changes.stage }),
    resource("Integration", "Talk", {
      apiId,
      integrationType: "AWS_PROXY",
      integrationUri: `arn:aws:apigateway:ap-northeast-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`,
      ...changes.integration,
    }),
    resource("Authorizer", "Tickets", {
      apiId,
      authorizerType: "REQUEST",
      authorizerUri: functionArn,
      identitySources: ["route.request.header.Authorization"],
      ...changes.authorizer,
    }),
    resource("Route", "Connect", {
      apiId,
      routeKey: "$connect",
      target: "integrations/Talk",
      authorizationType: "CUSTOM",
      authorizerId: "Tickets",
      ...changes.route,
    }),
    resource("Api", "Http", { protocolType: "HTTP" }),
    resource("Integration", "HttpIntegration", { apiId: "Http", integrationType: "HTTP_PROXY" }),
  ]);
}

it("reads a WebSocket API with its routes, and leaves others alone", () => {
  const [api, ...others] = readWebSocketApis(declared());
  expect(others).toEqual([]);
  expect(api).toMatchObject({ component: "Live", stage: "$default" });
  expect(api?.routes.get("$connect")).toEqual({
    routeKey: "$connect",
    functionArn,
    timeoutMilliseconds: 29_000,
    responds: false,
    authorizer: { id: "Tickets", functionArn, identitySources: [{ place: "header", name: "authorization" }] },
  });
});

it.each<[Changes, string]>([
  [{ api: { protocolType: "REST" } }, "protocolType"],
  [{ api: { routeSelectionExpression: "$request.querystring.a" } }, "$request.querystring.a is not served"],
  [{ stage: { apiId: "Other" } }, "WebSocket API Live has no stage"],
  [{ integration: { integrationType: "HTTP_PROXY" } }, "only integrations with functions, AWS_PROXY"],
  [
    { integration: { integrationUri: "https://example.com" } },
    "https://example.com names no Lambda function",
  ],
  [{ integration: { contentHandlingStrategy: "CONVERT_TO_BINARY" } }, "conversions of contents are not"],
  [{ integration: { requestTemplates: { a: "b" } } }, "request templates are not served"],
  [{ integration: { timeoutMilliseconds: 30_000 } }, "timeoutMilliseconds"],
  [{ route: { authorizationType: "AWS_IAM" } }, "the authorization type AWS_IAM is not served"],
  [{ route: { authorizationType: "JWT" } }, "the authorization type JWT is not served"],
  [{ route: { authorizerId: "Others" } }, "Route $connect has no authorizer Others"],
  [{ route: { routeKey: "say" } }, "Route say may not have an authorizer"],
  [{ route: { apiKeyRequired: true } }, "API keys are not served"],
  [{ route: { modelSelectionExpression: "$default" } }, "models are not served"],
  [{ route: { routeResponseSelectionExpression: "$other" } }, "than $default"],
  [{ authorizer: { authorizerType: "JWT" } }, "no authorizers but functions"],
  [{ authorizer: { identitySources: ["context.apiId"] } }, "identity source context.apiId is not served"],
  [{ authorizer: { authorizerCredentialsArn: "arn:a" } }, "a role for calling an authorizer is not served"],
])("refuses %j by name", (changes, words) => {
  expect(() => readWebSocketApis(declared(changes))).toThrow(words);
});
