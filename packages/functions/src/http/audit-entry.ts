import type { AuditEntry } from "@ashiato/core/clients/audit";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { sourceOf } from "./caller.ts";

type Request = Pick<APIGatewayProxyEventV2, "requestContext">;

/** Returns the entry of the audit trail for what a request does. */
export function entryOf(request: Request, entry: Omit<AuditEntry, "at" | "by" | "requestId">): AuditEntry {
  const { requestId } = request.requestContext;
  return { ...entry, at: timeOf(request), by: sourceOf(request) ?? "stage", requestId };
}

/** Returns the time of a request. */
export function timeOf({ requestContext }: Request): string {
  return new Date(requestContext.timeEpoch).toISOString();
}
