import { type RequiredRight, type StageToken, stageTokenOf } from "../clients/rights.ts";

/**
 * Every route of the API by its route key, with the right that it requires; `any` requires a key, `public`
 * nothing.
 */
export const routes = {
  "POST /v1/locations": "ingest",
  "POST /v1/locations/overland": "ingest",
  "POST /v1/locations/owntracks": "ingest",
  "POST /v1/locations/traccar": "ingest",
  "GET /v1/locations/traccar": "ingest",
  "POST /v1/locations/osmand": "ingest",
  "GET /v1/locations/osmand": "ingest",
  "ANY /v1/locations/{path+}": "ingest",
  "OPTIONS /v1/locations/{path+}": "public",
  "POST /v1/uploads": "uploads",
  "GET /v1/uploads": "uploads",
  "GET /v1/uploads/{upload}": "uploads",
  "POST /v1/uploads/{upload}/complete": "uploads",
  "GET /v1/stage": "ingest",
  "GET /v1/exports": "exports:read",
  "GET /v1/exports/{date}": "exports:read",
  "GET /v1/exports/{date}/csv": "exports:read",
  "GET /v1/exports/{date}/changes": "exports:read",
  "GET /v1/exports/{date}/picture": "exports:read",
  "GET /v1/positions": "live:read",
  "GET /v1/positions/{device}": "live:read",
  "POST /v1/live/exports": "live:read",
  "GET /v1/live/exports/{liveExport}": "live:read",
  "GET /v1/live/exports/{liveExport}/csv": "live:read",
  "POST /v1/tickets": "any",
  "POST /v1/sign-in-tickets": "any",
  "POST /v1/sessions": "public",
  "DELETE /v1/sessions/current": "any",
  "GET /v1/caller": "any",
  "GET /v1/status": "runs:start",
  "POST /v1/runs": "runs:start",
  "GET /v1/runs": "runs:start",
  "GET /v1/runs/{run}": "runs:start",
  "GET /v1/runs/{run}/steps": "runs:start",
  "POST /v1/reconciliations": "runs:start",
  "GET /v1/reconciliations/{reconciliation}": "runs:start",
  "GET /v1/clients": "clients:admin",
  "POST /v1/clients": "clients:admin",
  "GET /v1/clients/{client}": "clients:admin",
  "PATCH /v1/clients/{client}": "clients:admin",
  "POST /v1/clients/{client}/keys": "clients:admin",
  "DELETE /v1/clients/{client}/keys/{key}": "clients:admin",
  "GET /v1/clients/{client}/usage": "clients:admin",
  "GET /v1/clients/{client}/feeds": "clients:admin",
  "GET /v1/clients/{client}/feeds/{feed}": "clients:admin",
  "PUT /v1/clients/{client}/feeds/{feed}": "clients:admin",
  "DELETE /v1/clients/{client}/feeds/{feed}": "clients:admin",
  "POST /v1/clients/{client}/withdrawals": "clients:admin",
  "GET /v1/clients/{client}/withdrawals": "clients:admin",
  "DELETE /v1/clients/{client}/withdrawals/{withdrawal}": "clients:admin",
  "GET /v1/feeds": "any",
  "GET /v1/feeds/{feed}/{date}": "any",
  "GET /v1/feeds/{feed}/{date}/file": "any",
  "GET /v1/usage": "any",
  "GET /v1/audit": "clients:admin",
  "POST /v1/webhooks": "clients:admin",
  "GET /v1/webhooks": "clients:admin",
  "GET /v1/webhooks/{webhook}": "clients:admin",
  "DELETE /v1/webhooks/{webhook}": "clients:admin",
  "POST /v1/webhooks/{webhook}/test": "clients:admin",
  "POST /v1/webhooks/{webhook}/rotate": "clients:admin",
  "GET /v1/webhooks/{webhook}/deliveries": "clients:admin",
  "POST /v1/webhooks/{webhook}/deliveries/{event}/replay": "clients:admin",
  "GET /": "public",
  "GET /v1/openapi.json": "public",
  "GET /v1/asyncapi.json": "public",
  "GET /docs": "public",
  "GET /docs/{asset}": "public",
  "GET /console": "public",
  "GET /console/{path+}": "public",
} as const satisfies Record<string, RequiredRight | "public">;

export type RouteKey = keyof typeof routes;

/** Returns the right that a route requires; undefined if it requires none or is not a route of the API. */
export function rightOf(routeKey: string): RequiredRight | undefined {
  const right = Object.entries(routes).find(([known]) => known === routeKey)?.[1];
  return right === "public" ? undefined : right;
}

/** Returns which of the stage's own tokens a route takes; undefined if it takes none. */
export function tokenOf(routeKey: string): StageToken | undefined {
  const right = rightOf(routeKey);
  return right && stageTokenOf(right);
}

/**
 * Returns whether a route takes the formats that phone apps send by themselves. There the token may be in the
 * URL, because some apps can put it nowhere else.
 */
export function isPhoneRoute(routeKey: string): boolean {
  return / \/v1\/locations\/.+/.test(routeKey);
}
