import { z } from "zod";
import type { DeclaredResource } from "../../evaluate/declared-app.ts";
import { LocalError } from "../../local-error.ts";
import { type AuthorizerPlan, readAuthorizers } from "./authorizers.ts";
import { ofType } from "../declared.ts";

export type RoutePlan = {
  /** `POST /v1/locations`, or `$default`. */
  routeKey: string;
  functionArn: string;
  /** Absent on a route that is open to all. */
  authorizer?: AuthorizerPlan;
};

export type HttpApiPlan = { id: string; name: string; routes: RoutePlan[] };

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

export function readHttpApis(resources: readonly DeclaredResource[]): HttpApiPlan[] {
  const api = z.looseObject({ name: z.string(), protocolType: z.literal("HTTP") });
  const integrations = ofType(resources, "aws:apigatewayv2/integration:Integration", integration);
  const authorizers = readAuthorizers(resources);
  const routes = ofType(resources, "aws:apigatewayv2/route:Route", route);
  return ofType(resources, "aws:apigatewayv2/api:Api", api).map(({ id, state }) => ({
    id,
    name: state.name,
    routes: routes
      .filter((each) => each.state.apiId === id)
      .map((each) => {
        const target = integrations.find((candidate) => `integrations/${candidate.id}` === each.state.target);
        if (!target)
          throw new LocalError(
            "UNSUPPORTED",
            `Route ${each.state.routeKey} has no integration ${each.state.target}`,
          );
        const authorizer = authorizers.find((candidate) => candidate.id === each.state.authorizerId);
        if (each.state.authorizationType === "CUSTOM" && !authorizer)
          throw new LocalError(
            "UNSUPPORTED",
            `Route ${each.state.routeKey} has no authorizer ${each.state.authorizerId}`,
          );
        const { routeKey } = each.state;
        return { routeKey, functionArn: target.state.integrationUri, ...(authorizer && { authorizer }) };
      }),
  }));
}
