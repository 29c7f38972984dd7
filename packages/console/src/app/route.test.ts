import { expect, test } from "vitest";
import { pathOf, type Route, routeOf } from "./route.ts";

test("each page has a path of its own, which leads back to it", () => {
  const routes: Route[] = [
    { page: "home" },
    { page: "days" },
    { page: "days", month: "2026-11" },
    { page: "day", date: "2026-11-26" },
    { page: "runs" },
    { page: "run", run: "api-1f2e" },
    { page: "live" },
    { page: "intake" },
    { page: "upload", upload: "fe6a" },
    { page: "clients" },
    { page: "client", client: "acme" },
  ];
  expect(routes.map((route) => routeOf(pathOf(route)))).toEqual(routes);
  expect(new Set(routes.map(pathOf)).size).toBe(routes.length);
});

test("a date or a month that does not exist has no page", () => {
  for (const subject of [
    "2026-13-45",
    "2026-02-31",
    "2026-00-01",
    "2026-13",
    "0000-00",
    "0050-01",
    "2026-1",
  ]) {
    expect(routeOf(`/console/days/${subject}`), subject).toEqual({ page: "none" });
  }
  expect(routeOf("/console/days/2028-02-29")).toEqual({ page: "day", date: "2028-02-29" });
});

test("an address of no page is none, and a broken escape does no harm", () => {
  for (const path of ["/console/none", "/console/days/today", "/console/live/x", "/console/runs/a/b"]) {
    expect(routeOf(path)).toEqual({ page: "none" });
  }
  expect(routeOf("/console/runs/%E0%A4%A")).toEqual({ page: "run", run: "%E0%A4%A" });
  expect(routeOf("/console/")).toEqual({ page: "home" });
});
