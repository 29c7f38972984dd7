import { z } from "zod";
import type { DeclaredResources } from "../declared.ts";

/** How many requests a route takes: so many a second, and so many at once after a pause. */
export type ThrottlePlan = { ratePerSecond: number; burst: number };

/** What an API's stage declares. */
type StageThrottles = {
  default: ThrottlePlan | undefined;
  byRoute: ReadonlyMap<string, ThrottlePlan>;
};

const limits = z.looseObject({
  throttlingRateLimit: z.number().optional(),
  throttlingBurstLimit: z.number().optional(),
});

const stage = z.looseObject({
  apiId: z.string(),
  defaultRouteSettings: limits.optional(),
  routeSettings: z.array(limits.extend({ routeKey: z.string() })).default([]),
});

/**
 * Returns which requests each API's routes take, by the APIs' ids. The default is each route's own limit, not
 * one of all routes together.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
 */
export function readThrottles(
  declared: DeclaredResources,
): (apiId: string, routeKey: string) => ThrottlePlan | undefined {
  const byApi = new Map<string, StageThrottles>();
  for (const { state } of declared.ofType("aws:apigatewayv2/stage:Stage", stage)) {
    const named = state.routeSettings.flatMap(({ routeKey, ...given }): [string, ThrottlePlan][] => {
      const plan = throttlePlan(given);
      return plan === undefined ? [] : [[routeKey, plan]];
    });
    byApi.set(state.apiId, {
      default: throttlePlan(state.defaultRouteSettings),
      byRoute: new Map(named),
    });
  }
  return (apiId, routeKey) => {
    const throttles = byApi.get(apiId);
    return throttles?.byRoute.get(routeKey) ?? throttles?.default;
  };
}

/** The provider has 0 for what is not limited. */
function throttlePlan(given: z.infer<typeof limits> | undefined): ThrottlePlan | undefined {
  const { throttlingRateLimit: ratePerSecond = 0, throttlingBurstLimit: burst = 0 } = given ?? {};
  return ratePerSecond === 0 && burst === 0 ? undefined : { ratePerSecond, burst };
}

/**
 * A token bucket: a request takes a token, and tokens come back at the rate, up to the burst.
 * https://en.wikipedia.org/wiki/Token_bucket
 */
export class TokenBucket {
  readonly #plan: ThrottlePlan;
  #tokens: number;
  /** When the tokens were counted, in milliseconds. */
  #counted: number;

  constructor(plan: ThrottlePlan, now: number) {
    this.#plan = plan;
    this.#tokens = plan.burst;
    this.#counted = now;
  }

  /** Returns false for a request that finds no token. */
  take(now: number): boolean {
    const { burst, ratePerSecond } = this.#plan;
    const passedSeconds = Math.max(0, now - this.#counted) / 1_000;
    this.#tokens = Math.min(burst, this.#tokens + passedSeconds * ratePerSecond);
    this.#counted = now;
    if (this.#tokens < 1) {
      return false;
    }
    this.#tokens -= 1;
    return true;
  }
}

/** The buckets of an API's routes. */
export class RouteThrottles {
  readonly #buckets = new Map<string, TokenBucket>();

  /** Returns false for a request that its route does not take now. */
  take(route: { routeKey: string; throttle?: ThrottlePlan }, now: number): boolean {
    const { routeKey, throttle } = route;
    if (throttle === undefined) {
      return true;
    }
    const bucket = this.#buckets.get(routeKey) ?? new TokenBucket(throttle, now);
    this.#buckets.set(routeKey, bucket);
    return bucket.take(now);
  }
}
