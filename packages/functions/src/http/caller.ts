import { isClientId } from "@ashiato/core/client-id";
import { type Limits, limitsSchema } from "@ashiato/core/clients/limits";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import * as z from "zod";

/** What the authorizer hands on with a request. */
const authorized = z.object({
  authorizer: z.object({
    lambda: z.object({
      client: z.string().refine(isClientId),
      exportDays: z.number().optional(),
      limits: limitsSchema.optional(),
    }),
  }),
});

type Request = Pick<APIGatewayProxyEventV2, "requestContext">;

/** Returns the id of the client whose key a request came with; undefined for the stage's own token. */
export function sourceOf({ requestContext }: Request): string | undefined {
  return authorized.safeParse(requestContext).data?.authorizer.lambda.client;
}

/**
 * Returns how many days before today the caller may read exports of; undefined where it may read every date.
 */
export function exportDaysOf({ requestContext }: Request): number | undefined {
  return authorized.safeParse(requestContext).data?.authorizer.lambda.exportDays;
}

/** Returns the caller's limits of use; none for the stage's own token. */
export function limitsOf({ requestContext }: Request): Limits {
  return authorized.safeParse(requestContext).data?.authorizer.lambda.limits ?? {};
}

/** Returns whether the caller's downloads are limited, so that each must be counted. */
export function hasLimitedDownloads(request: Request): boolean {
  const { rowsPerDay, rowsPerMonth, bytesPerDay, bytesPerMonth } = limitsOf(request);
  return [rowsPerDay, rowsPerMonth, bytesPerDay, bytesPerMonth].some((limit) => limit !== undefined);
}
