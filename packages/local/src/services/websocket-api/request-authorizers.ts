import { z } from "zod";
import { functionArnOf } from "../api-gateway/function-arn.ts";
import type { DeclaredResources } from "../declared.ts";

/** A Lambda authorizer of a WebSocket API, which answers with a policy. AWS keeps none of its decisions. */
export type RequestAuthorizerPlan = {
  id: string;
  functionArn: string;
  identitySources: IdentitySource[];
};

/** Where the handshake must have a value; a header's name in lower case. */
export type IdentitySource = { place: "header" | "querystring"; name: string };

const identitySource = z
  .string()
  .regex(/^route\.request\.(?:header|querystring)\.[\w-]+$/, {
    error: ({ input }) => `the identity source ${String(input)} is not served`,
  })
  .transform((source): IdentitySource => {
    const [, , place, name = ""] = source.split(".");
    return place === "header" ? { place, name: name.toLowerCase() } : { place: "querystring", name };
  });

const authorizer = z.looseObject({
  authorizerType: z.literal("REQUEST", "a WebSocket API has no authorizers but functions, REQUEST"),
  authorizerUri: z.string(),
  authorizerCredentialsArn: z
    .undefined({ error: () => "a role for calling an authorizer is not served" })
    .optional(),
  identitySources: z.array(identitySource).default([]),
});

/** Returns the authorizers of WebSocket APIs by their ids. */
export function readRequestAuthorizers(
  declared: DeclaredResources,
  isPart: (state: Readonly<Record<string, unknown>>) => boolean,
): ReadonlyMap<string, RequestAuthorizerPlan> {
  const authorizers = declared.ofType("aws:apigatewayv2/authorizer:Authorizer", authorizer, isPart);
  return new Map(
    authorizers.map(({ name, id, state: { authorizerUri, identitySources } }) => [
      id,
      { id, functionArn: functionArnOf(`Authorizer ${name}`, authorizerUri), identitySources },
    ]),
  );
}
