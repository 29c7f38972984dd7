import * as fc from "fast-check";
import { bodies } from "./fuzzed-bodies.ts";
import { routes } from "./fuzzed-routes.ts";

/** A request as it goes over the wire. */
export type FuzzedRequest = {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer | undefined;
};

const { constantFrom, oneof, record, string: text } = fc;

/** Returns the given number of requests, equal for equal seeds. */
export function fuzzedRequests(
  { seed, count, now }: { seed: number; count: number; now: number },
  tokens: { ingest: string; download: string },
): FuzzedRequest[] {
  const request = record({ route: routes(), headers: headers(tokens), body: bodies(now) }).map(
    ({ route, headers: all, body }) => ({
      ...route,
      headers: all,
      body: route.method === "GET" || route.method === "HEAD" ? undefined : body,
    }),
  );
  return fc.sample(request, { seed, numRuns: count });
}

/** Header values that Node lets through; the right ones most often. */
function headers(tokens: { ingest: string; download: string }): fc.Arbitrary<Record<string, string>> {
  const visible = text({ unit: "grapheme-ascii", maxLength: 30 });
  const authorization = oneof(
    { weight: 20, arbitrary: constantFrom(`Bearer ${tokens.ingest}`, `Bearer ${tokens.download}`) },
    { weight: 1, arbitrary: visible },
  );
  const type = oneof(
    { weight: 12, arbitrary: constantFrom("application/json") },
    {
      weight: 3,
      arbitrary: constantFrom(
        "application/json; charset=utf-8",
        'Application/JSON;charset="UTF-8"',
        "text/plain",
        "application/json; charset=sjis",
        "multipart/form-data",
        ";",
      ),
    },
    { weight: 1, arbitrary: visible },
  );
  const encoding = constantFrom("gzip", "identity", "br", "GZIP ", "gzip, gzip", "");
  return record(
    {
      authorization,
      "content-type": type,
      "content-encoding": encoding,
      "x-limit-u": visible,
      "x-limit-d": visible,
      cookie: visible,
      "accept-encoding": visible,
    },
    { requiredKeys: ["authorization", "content-type"] },
  ).chain((all) => fc.integer({ min: 0, max: 9 }).map((dice) => (dice < 8 ? withoutEncoding(all) : all)));
}

function withoutEncoding({
  "content-encoding": _encoding,
  ...rest
}: Record<string, string>): Record<string, string> {
  return rest;
}
