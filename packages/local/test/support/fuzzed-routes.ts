import * as fc from "fast-check";

const { constantFrom, oneof, string: text } = fc;

const posts = ["", "/overland", "/owntracks", "/traccar"].map((format) => `/v1/locations${format}`);
const gets = [
  "/v1/exports",
  "/v1/exports/2026-11-21",
  "/v1/exports/2026-11-21/csv",
  "/v1/runs",
  "/v1/runs/x",
  "/docs",
  "/docs/start.js",
];

/**
 * The routes with any query, near misses of routes, and other paths. Runs are not started: each would take
 * minutes.
 */
export function routes(): fc.Arbitrary<{ method: string; path: string }> {
  const segment = text({ unit: "grapheme", maxLength: 12 }).map((part) => {
    try {
      return encodeURIComponent(part);
    } catch {
      return "%ED%A0%80";
    }
  });
  const query = oneof(
    { weight: 4, arbitrary: fc.constant("") },
    {
      weight: 1,
      arbitrary: fc
        .tuple(constantFrom("from", "to", "versions", "version", "file", "limit", "deviceId"), segment)
        .map(([name, value]) => `?${name}=${value}`),
    },
    {
      weight: 1,
      arbitrary: constantFrom("?", "?&&", "?%", "?from=%ZZ", "?a=1&a=2", "?from=2026-11-01&from=2026-11-02"),
    },
  );
  const path = oneof(
    { weight: 8, arbitrary: constantFrom(...posts).map((each) => ({ method: "POST", path: each })) },
    { weight: 3, arbitrary: constantFrom(...gets).map((each) => ({ method: "GET", path: each })) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(constantFrom("/v1/exports/", "/v1/runs/", "/docs/", "/"), segment)
        .map(([folder, name]) => ({ method: "GET", path: `${folder}${name}` })),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(constantFrom("PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"), constantFrom(...posts, ...gets))
        .map(([method, each]) => ({ method, path: each })),
    },
    {
      weight: 1,
      arbitrary: constantFrom(
        "/%",
        "/%00",
        "//",
        "/v1/exports/%2e%2e/csv",
        "/v1/runs/%",
        "/docs/..%2fbundle.mjs",
      ).map((each) => ({ method: "GET", path: each })),
    },
  );
  return fc.tuple(path, query).map(([{ method, path: each }, tail]) => ({ method, path: `${each}${tail}` }));
}
