import { z } from "zod";
import { LocalError } from "../../local-error.ts";
import { type AccessLogPlan, readAccessLogs } from "../api-gateway/access-log.ts";
import { apiType, hasProtocol, partsOfApis } from "../api-gateway/api-kinds.ts";
import { type AuthorizerPlan, readAuthorizers } from "./authorizers.ts";
import { corsConfiguration, type CorsPlan } from "./cors.ts";
import type { DeclaredResources } from "../declared.ts";
import { readThrottles, type ThrottlePlan } from "../api-gateway/throttle.ts";

export type RoutePlan = {
  /** `POST /v1/locations`, or `$default`. */
  routeKey: string;
  functionArn: string;
  /** Absent on a route that is open to all. */
  authorizer?: AuthorizerPlan;
  /** Absent on a route that takes every request. */
  throttle?: ThrottlePlan;
};

export type HttpApiPlan = {
  id: string;
  /** By which permissions name the API: `arn:aws:execute-api:<region>:<account>:<id>`. */
  executionArn: string;
  name: string;
  routes: RoutePlan[];
  /** Absent on an API for which CORS is not configured. */
  cors?: CorsPlan;
  /** Absent on an API whose requests are not logged. */
  accessLog?: AccessLogPlan | undefined;
};

/** An API with its logical name in the program. */
export type DeclaredHttpApi = HttpApiPlan & { component: string };

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
});

const integration = z.looseObject({
  integrationType: z.literal("AWS_PROXY"),
  payloadFormatVersion: z.literal("2.0"),
  integrationUri: z.string(),
});

export function readHttpApis(declared: DeclaredResources): DeclaredHttpApi[] {
  const api = z.looseObject({
    name: z.string(),
    executionArn: z.string(),
    corsConfiguration,
  });
  const isPart = partsOfApis(declared, "HTTP");
  const integrations = declared.ofType("aws:apigatewayv2/integration:Integration", integration, isPart);
  const authorizers = readAuthorizers(declared, isPart);
  const throttleOf = readThrottles(declared);
  const accessLogs = readAccessLogs(declared);
  const routes = declared.ofType("aws:apigatewayv2/route:Route", route, isPart);
  const apis = declared.ofType(apiType, api, (inputs) => hasProtocol(inputs, "HTTP"));
  return apis.map(({ name: component, id, state }) => ({
    component,
    id,
    executionArn: state.executionArn,
    name: state.name,
    ...(state.corsConfiguration && { cors: state.corsConfiguration }),
    accessLog: accessLogs.get(id),
    routes: routes
      .filter((each) => each.state.apiId === id)
      .map((each) => {
        const target = integrations.find((candidate) => `integrations/${candidate.id}` === each.state.target);
        if (!target) {
          throw new LocalError(
            "UNSUPPORTED",
            `Route ${each.state.routeKey} has no integration ${each.state.target}`,
          );
        }
        const authorizer = authorizers.find((candidate) => candidate.id === each.state.authorizerId);
        if (each.state.authorizationType === "CUSTOM" && !authorizer) {
          throw new LocalError(
            "UNSUPPORTED",
            `Route ${each.state.routeKey} has no authorizer ${each.state.authorizerId}`,
          );
        }
        const { routeKey } = each.state;
        const throttle = throttleOf(id, routeKey);
        return {
          routeKey,
          functionArn: target.state.integrationUri,
          ...(authorizer && { authorizer }),
          ...(throttle && { throttle }),
        };
      }),
  }));
}
