import { isClientId } from "@ashiato/core/client-id";
import { type Limits, limitsSchema } from "@ashiato/core/clients/limits";
import type { Holder } from "@ashiato/core/clients/client-use";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import * as z from "zod";

/** The session of a request, where it came with one. */
const sessionSchema = z.object({
  session: z.object({ id: z.string(), expiresAt: z.string() }).optional(),
});

const callerSchema = sessionSchema.extend({
  client: z.string().refine(isClientId),
  /** Absent in a decision that API Gateway kept from before a deployment that added it. */
  key: z.string().optional(),
  exportDays: z.number().optional(),
  exportRows: z.literal("own").optional(),
  limits: limitsSchema.optional(),
});

/** What the authorizer hands on with a request: no client for the stage's own tokens. */
const authorized = z.looseObject({
  authorizer: z
    .looseObject({
      lambda: z.looseObject({ client: z.unknown().optional(), session: z.unknown().optional() }).nullish(),
    })
    .nullish(),
});

type Request = Pick<APIGatewayProxyEventV2, "requestContext">;
type Caller = Partial<z.infer<typeof callerSchema>>;

/** Callers by the context of their requests, which is read several times. */
const callers = new WeakMap<object, Caller>();

/** Returns the id of the client whose key a request came with; undefined for the stage's own token. */
export function sourceOf(request: Request): string | undefined {
  return callerOf(request).client;
}

/**
 * Returns who holds the key of a request; the download token for a request without a client. Throws an Error
 * for a client whose key the authorizer did not name, which must not pass for the stage itself.
 */
export function holderOf(request: Request): Holder {
  const { client, key } = callerOf(request);
  if (client === undefined) {
    return { stageToken: "download" };
  }
  if (key === undefined) {
    throw new Error(`The authorizer named no key of the client ${client}`);
  }
  return { client, key };
}

/** Returns the session with whose token a request came; undefined for a key or a token of the stage. */
export function sessionOf(request: Request): Caller["session"] {
  return callerOf(request).session;
}

/**
 * Returns how many days before today the caller may read exports of; undefined where it may read every date.
 */
export function exportDaysOf(request: Request): number | undefined {
  return callerOf(request).exportDays;
}

/** Returns whether the caller may read its own rows alone, and so no export. */
export function readsOwnRows(request: Request): boolean {
  return callerOf(request).exportRows === "own";
}

/** Returns the caller's limits of use; none for the stage's own token. */
export function limitsOf(request: Request): Limits {
  return callerOf(request).limits ?? {};
}

function callerOf({ requestContext }: Request): Caller {
  const known = callers.get(requestContext);
  if (known !== undefined) {
    return known;
  }
  const context = authorized.parse(requestContext).authorizer?.lambda;
  // What does not fit must not pass for the stage itself, which has no limits.
  const caller =
    context?.client === undefined ? sessionSchema.parse(context ?? {}) : callerSchema.parse(context);
  callers.set(requestContext, caller);
  return caller;
}

/** Returns whether the caller's downloads are limited, so that each must be counted. */
export function hasLimitedDownloads(request: Request): boolean {
  const { rowsPerDay, rowsPerMonth, bytesPerDay, bytesPerMonth } = limitsOf(request);
  return [rowsPerDay, rowsPerMonth, bytesPerDay, bytesPerMonth].some((limit) => limit !== undefined);
}
