import { z } from "zod";
import { functionArnOf } from "../api-gateway/function-arn.ts";
import type { DeclaredResources } from "../declared.ts";

/** A Lambda authorizer of an HTTP API: payload format 2.0, simple responses. */
export type AuthorizerPlan = {
  id: string;
  functionArn: string;
  /** `$request.header.Authorization`, `$request.querystring.token`, `$context.routeKey` */
  identitySources: string[];
  /** How long a decision is kept; 0 caches nothing. */
  ttlSeconds: number;
};

const identitySource = /^\$(request\.(header|querystring)\.[\w-]+|context\.routeKey)$/;

const authorizer = z.looseObject({
  authorizerType: z.literal("REQUEST", "JWT authorizers are not served"),
  authorizerUri: z.string(),
  authorizerPayloadFormatVersion: z.literal("2.0"),
  enableSimpleResponses: z.literal(true, "IAM policies as responses are not served"),
  authorizerResultTtlInSeconds: z.number().default(300),
  identitySources: z
    .array(
      z
        .string()
        .regex(identitySource, { error: ({ input }) => `the identity source ${input} is not served` }),
    )
    .default([]),
});

export function readAuthorizers(
  declared: DeclaredResources,
  isPart: (state: Readonly<Record<string, unknown>>) => boolean,
): AuthorizerPlan[] {
  const authorizers = declared.ofType("aws:apigatewayv2/authorizer:Authorizer", authorizer, isPart);
  return authorizers.map(({ name, id, state }) => ({
    id,
    functionArn: functionArnOf(`Authorizer ${name}`, state.authorizerUri),
    identitySources: state.identitySources,
    ttlSeconds: state.authorizerResultTtlInSeconds,
  }));
}
