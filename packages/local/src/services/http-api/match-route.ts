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
  const candidates = routes.flatMap((route) => {
    const match = rankedMatch(route, method, path);
    return match ? [match] : [];
  });
  candidates.sort((a, b) => b.rank.localeCompare(a.rank));
  const best = candidates[0];
  return best && { route: best.route, pathParameters: best.pathParameters };
}

function rankedMatch(
  route: RoutePlan,
  method: string,
  path: string,
): (RouteMatch & { rank: string }) | undefined {
  if (route.routeKey === "$default") {
    return { route, pathParameters: {}, rank: "" };
  }
  const [routeMethod = "", routePath = ""] = route.routeKey.split(" ");
  if (routeMethod !== "ANY" && routeMethod !== method) {
    return undefined;
  }
  const segments = path.split("/").slice(1);
  const patterns = routePath.split("/").slice(1);
  const pathParameters: Record<string, string> = {};
  let rank = "";
  for (const [index, pattern] of patterns.entries()) {
    const greedy = /^\{(?<name>[^}]+)\+\}$/.exec(pattern)?.groups?.["name"];
    if (greedy) {
      if (segments.length <= index) {
        return undefined;
      }
      pathParameters[greedy] = decode(segments.slice(index).join("/"));
      return { route, pathParameters, rank: `${rank}1${methodRank(routeMethod)}` };
    }
    const segment = segments[index];
    if (segment === undefined) {
      return undefined;
    }
    const name = /^\{(?<name>[^}]+)\}$/.exec(pattern)?.groups?.["name"];
    if (name === undefined && pattern !== segment) {
      return undefined;
    }
    if (name !== undefined && segment === "") {
      return undefined;
    }
    if (name !== undefined) {
      pathParameters[name] = decode(segment);
    }
    rank += name === undefined ? "3" : "2";
  }
  if (segments.length !== patterns.length) {
    return undefined;
  }
  return { route, pathParameters, rank: `${rank}4${methodRank(routeMethod)}` };
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
