/** What a token allows: sending reports, or listing and fetching exports and starting runs. */
export type Role = "ingest" | "download";

/** Every route of the API by its route key, with the role that it requires; `public` requires none. */
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
  "GET /v1/stage": "ingest",
  "GET /v1/exports": "download",
  "GET /v1/exports/{date}": "download",
  "GET /v1/exports/{date}/csv": "download",
  "GET /v1/exports/{date}/changes": "download",
  "POST /v1/runs": "download",
  "GET /v1/runs": "download",
  "GET /v1/runs/{run}": "download",
  "POST /v1/reconciliations": "download",
  "GET /v1/reconciliations/{reconciliation}": "download",
  "GET /": "public",
  "GET /v1/openapi.json": "public",
  "GET /docs": "public",
  "GET /docs/{asset}": "public",
} as const satisfies Record<string, Role | "public">;

export type RouteKey = keyof typeof routes;

/** Returns the role that a route requires; undefined if it requires none or is not a route of the API. */
export function roleOf(routeKey: string): Role | undefined {
  const role = Object.entries(routes).find(([known]) => known === routeKey)?.[1];
  return role === "public" ? undefined : role;
}

/**
 * Returns whether a route takes the formats that phone apps send by themselves. There the token may be in the
 * URL, because some apps can put it nowhere else.
 */
export function isPhoneRoute(routeKey: string): boolean {
  return / \/v1\/locations\/.+/.test(routeKey);
}
