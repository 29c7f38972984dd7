import { z } from "zod";
import { LocalError } from "../../local-error.ts";
import { type AccessLogPlan, readAccessLogs } from "../api-gateway/access-log.ts";
import { apiType, hasProtocol, partsOfApis } from "../api-gateway/api-kinds.ts";
import { functionArnOf } from "../api-gateway/function-arn.ts";
import { readThrottles, type ThrottlePlan } from "../api-gateway/throttle.ts";
import type { DeclaredResources } from "../declared.ts";
import { type RequestAuthorizerPlan, readRequestAuthorizers } from "./request-authorizers.ts";
import { readSelection, type RouteSelection } from "./route-selection.ts";

export type WebSocketRoutePlan = {
  /** `$connect`, `$disconnect`, `$default`, or what the route selection expression results in. */
  routeKey: string;
  functionArn: string;
  timeoutMilliseconds: number;
  /** Two-way communication: what the function returns as `body` is sent to the client. */
  responds: boolean;
  /** Of the route `$connect`, unless it is open to all. */
  authorizer?: RequestAuthorizerPlan;
  /** Absent on a route that takes every message. */
  throttle?: ThrottlePlan;
};

export type WebSocketApiPlan = {
  /** The API's logical name in the program. */
  component: string;
  id: string;
  /** By which permissions name the API: `arn:aws:execute-api:<region>:<account>:<id>`. */
  executionArn: string;
  /** The stage's name, which is the path of every URL: `$default`. */
  stage: string;
  selectRoute: RouteSelection;
  routes: ReadonlyMap<string, WebSocketRoutePlan>;
  /** Absent on an API whose requests are not logged. */
  accessLog?: AccessLogPlan | undefined;
};

/**
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
 */
const maxIntegrationMilliseconds = 29_000;

const api = z.looseObject({ executionArn: z.string(), routeSelectionExpression: z.string() });

const stage = z.looseObject({ apiId: z.string(), name: z.string() });

const absent = (what: string) => z.undefined({ error: () => `${what} are not served` }).optional();

const integration = z.looseObject({
  integrationType: z.literal("AWS_PROXY", "only integrations with functions, AWS_PROXY, are served"),
  integrationUri: z.string(),
  timeoutMilliseconds: z.number().min(50).max(maxIntegrationMilliseconds).default(maxIntegrationMilliseconds),
  contentHandlingStrategy: absent("conversions of contents"),
  requestParameters: absent("request parameters"),
  requestTemplates: absent("request templates"),
  templateSelectionExpression: absent("templates"),
});

const route = z.looseObject({
  apiId: z.string(),
  routeKey: z.string(),
  target: z.string(),
  authorizationType: z
    .enum(["NONE", "CUSTOM"], {
      error: ({ input }) => `the authorization type ${String(input)} is not served`,
    })
    .default("NONE"),
  authorizerId: z.string().optional(),
  apiKeyRequired: z.literal(false, "API keys are not served").optional(),
  modelSelectionExpression: absent("models"),
  requestModels: absent("models"),
  requestParameters: absent("request parameters"),
  routeResponseSelectionExpression: z
    .literal("$default", "AWS knows no other expression for the response of a route than $default")
    .optional(),
});

const routeResponse = z.looseObject({
  routeId: z.string(),
  routeResponseKey: z.literal("$default", "AWS knows no other route response than $default"),
  modelSelectionExpression: absent("models"),
  responseModels: absent("models"),
});

/**
 * Returns the declared WebSocket APIs. Throws LocalError UNSUPPORTED, with its name, for what is not served.
 */
export function readWebSocketApis(declared: DeclaredResources): WebSocketApiPlan[] {
  const isPart = partsOfApis(declared, "WEBSOCKET");
  const stages = declared.ofType("aws:apigatewayv2/stage:Stage", stage, isPart);
  const routes = readRoutes(declared, isPart);
  const accessLogs = readAccessLogs(declared);
  const apis = declared.ofType(apiType, api, (inputs) => hasProtocol(inputs, "WEBSOCKET"));
  return apis.map(({ name: component, id, state: { executionArn, routeSelectionExpression } }) => {
    const [served, ...others] = stages.filter(({ state }) => state.apiId === id);
    if (!served || others.length > 0) {
      throw new LocalError(
        "UNSUPPORTED",
        `WebSocket API ${component} has ${others.length === 0 ? "no stage" : "several stages"}; one is served`,
      );
    }
    const own = routes.filter(({ apiId }) => apiId === id).map(({ plan }) => plan);
    return {
      component,
      id,
      executionArn,
      stage: served.state.name,
      selectRoute: readSelection(component, routeSelectionExpression),
      routes: new Map(own.map((plan) => [plan.routeKey, plan])),
      accessLog: accessLogs.get(id),
    };
  });
}

function readRoutes(
  declared: DeclaredResources,
  isPart: (state: Readonly<Record<string, unknown>>) => boolean,
): { apiId: string; plan: WebSocketRoutePlan }[] {
  const integrations = declared.ofType("aws:apigatewayv2/integration:Integration", integration, isPart);
  const authorizers = readRequestAuthorizers(declared, isPart);
  const responses = declared.ofType("aws:apigatewayv2/routeResponse:RouteResponse", routeResponse, isPart);
  const throttleOf = readThrottles(declared);
  const routes = declared.ofType("aws:apigatewayv2/route:Route", route, isPart);
  return routes.map(({ name, id, state }) => {
    const { apiId, routeKey, target } = state;
    const found = integrations.find((candidate) => `integrations/${candidate.id}` === target);
    if (!found) {
      throw new LocalError("UNSUPPORTED", `Route ${routeKey} has no integration ${target}`);
    }
    const isCustom = state.authorizationType === "CUSTOM";
    const authorizer = isCustom ? authorizers.get(state.authorizerId ?? "") : undefined;
    if (isCustom && (!authorizer || routeKey !== "$connect")) {
      const problem = authorizer ? "may not have an authorizer" : `has no authorizer ${state.authorizerId}`;
      throw new LocalError("UNSUPPORTED", `Route ${routeKey} ${problem}`);
    }
    const throttle = throttleOf(apiId, routeKey);
    const isAnswered = responses.some((response) => response.state.routeId === id);
    const plan: WebSocketRoutePlan = {
      routeKey,
      functionArn: functionArnOf(`The integration of route ${name}`, found.state.integrationUri),
      timeoutMilliseconds: found.state.timeoutMilliseconds,
      responds: isAnswered && state.routeResponseSelectionExpression !== undefined,
      ...(authorizer && { authorizer }),
      ...(throttle && { throttle }),
    };
    return { apiId, plan };
  });
}
