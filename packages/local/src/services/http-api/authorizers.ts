import { z } from "zod";
import { LocalError } from "../../local-error.ts";
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

export function readAuthorizers(declared: DeclaredResources): AuthorizerPlan[] {
  return declared.ofType("aws:apigatewayv2/authorizer:Authorizer", authorizer).map(({ name, id, state }) => ({
    id,
    functionArn: functionArn(name, state.authorizerUri),
    identitySources: state.identitySources,
    ttlSeconds: state.authorizerResultTtlInSeconds,
  }));
}

/**
 * Returns the function inside
 * `arn:aws:apigateway:<region>:lambda:path/2015-03-31/functions/<ARN>/invocations`, or the URI itself where
 * it is the ARN.
 */
function functionArn(name: string, uri: string): string {
  const arn = /(?:^|\/functions\/)(arn:[^:]+:lambda:[^/]+)(?:\/invocations)?$/.exec(uri)?.[1];
  if (arn === undefined) {
    throw new LocalError("UNSUPPORTED", `Authorizer ${name}: ${uri} names no Lambda function`);
  }
  return arn;
}
