import { expect, it } from "vitest";
import { matchRoute } from "./match-route.ts";

const routes = [
  "GET /v1/exports",
  "GET /v1/exports/{date}",
  "GET /v1/exports/{date}/csv",
  "ANY /v1/{proxy+}",
  "GET /v1/exports/latest",
  "$default",
].map((routeKey) => ({ routeKey, functionArn: routeKey }));

function keyOf(method: string, path: string): string | undefined {
  return matchRoute(routes, method, path)?.route.routeKey;
}

it("prefers a full path to a parameter, a parameter to a greedy segment, and takes $default last", () => {
  expect(keyOf("GET", "/v1/exports/latest")).toBe("GET /v1/exports/latest");
  expect(keyOf("GET", "/v1/exports/2026-11-21")).toBe("GET /v1/exports/{date}");
  expect(keyOf("GET", "/v1/exports/2026-11-21/csv")).toBe("GET /v1/exports/{date}/csv");
  expect(keyOf("POST", "/v1/exports")).toBe("ANY /v1/{proxy+}");
  expect(keyOf("GET", "/")).toBe("$default");
});

it("gives path parameters decoded, a greedy one whole", () => {
  expect(matchRoute(routes, "GET", "/v1/exports/a%20b")?.pathParameters).toEqual({ date: "a b" });
  expect(matchRoute(routes, "PUT", "/v1/x/y")?.pathParameters).toEqual({ proxy: "x/y" });
});

it("matches nothing without a $default route", () => {
  expect(matchRoute(routes.slice(0, 3), "GET", "/v2")).toBeUndefined();
});
