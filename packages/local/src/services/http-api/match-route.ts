import type { RoutePlan } from "./http-apis.ts";

export type RouteMatch = { route: RoutePlan; pathParameters: Record<string, string> };

/**
 * Returns the route of a request: the most specific match wins. A full path beats parameters, parameters beat
 * a greedy segment, a named method beats ANY, and `$default` takes the rest.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export function matchRoute(
  routes: readonly RoutePlan[],
  method: string,
  path: string,
): RouteMatch | undefined {
  const segments = path.split("/").slice(1);
  const candidates = routes.flatMap((route) => {
    const match = rankedMatch(route, method, segments);
    return match ? [match] : [];
  });
  candidates.sort((a, b) => b.rank.localeCompare(a.rank));
  const best = candidates[0];
  return best && { route: best.route, pathParameters: best.pathParameters };
}

function rankedMatch(
  route: RoutePlan,
  method: string,
  segments: readonly string[],
): (RouteMatch & { rank: string }) | undefined {
  if (route.routeKey === "$default") {
    return { route, pathParameters: {}, rank: "" };
  }
  const [routeMethod = "", routePath = ""] = route.routeKey.split(" ");
  if (routeMethod !== "ANY" && routeMethod !== method) {
    return undefined;
  }
  const patterns = routePath.split("/").slice(1);
  const pathParameters: Record<string, string> = {};
  let rank = "";
  for (const [index, pattern] of patterns.entries()) {
    const segment = segments[index];
    const parameter = parameterOf(pattern);
    if (segment === undefined) {
      return undefined;
    }
    if (parameter?.isGreedy === true) {
      pathParameters[parameter.name] = decode(segments.slice(index).join("/"));
      return { route, pathParameters, rank: `${rank}1${methodRank(routeMethod)}` };
    }
    if (parameter ? segment === "" : segment !== pattern) {
      return undefined;
    }
    if (parameter) {
      pathParameters[parameter.name] = decode(segment);
    }
    rank += parameter ? "2" : "3";
  }
  if (segments.length !== patterns.length) {
    return undefined;
  }
  return { route, pathParameters, rank: `${rank}4${methodRank(routeMethod)}` };
}

/** Returns what `{name}` or `{name+}` takes of a path; undefined for a segment that stands for itself. */
function parameterOf(pattern: string): { name: string; isGreedy: boolean } | undefined {
  if (!pattern.startsWith("{")) {
    return undefined;
  }
  const { name, greedy } = /^\{(?<name>[^}]+?)(?<greedy>\+?)\}$/.exec(pattern)?.groups ?? {};
  return name === undefined ? undefined : { name, isGreedy: greedy === "+" };
}

function methodRank(method: string): string {
  return method === "ANY" ? "0" : "1";
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
