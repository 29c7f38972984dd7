import { expect, it } from "vitest";
import { DeclaredResources } from "../declared.ts";
import { readThrottles, TokenBucket } from "./throttle.ts";

function taken(bucket: TokenBucket, now: number, requests: number): number {
  return Array.from({ length: requests }, () => bucket.take(now)).filter(Boolean).length;
}

it("takes a burst at once, and then the rate per second", () => {
  const bucket = new TokenBucket({ ratePerSecond: 10, burst: 5 }, 0);
  expect(taken(bucket, 0, 20)).toBe(5);
  expect(taken(bucket, 99, 20)).toBe(0);
  expect(taken(bucket, 100, 20)).toBe(1);
  expect(taken(bucket, 400, 20)).toBe(3);
});

it("saves no more than the burst, however long it waits, and loses nothing when the clock goes back", () => {
  const bucket = new TokenBucket({ ratePerSecond: 10, burst: 5 }, 60_000);
  expect(taken(bucket, 3_600_000, 20)).toBe(5);
  expect(taken(bucket, 3_599_000, 20)).toBe(0);
  expect(taken(bucket, 3_599_500, 20)).toBe(5);
});

it("gives a route its own limit, and every other the stage's default", () => {
  const throttleOf = readThrottles(
    new DeclaredResources([
      {
        type: "aws:apigatewayv2/stage:Stage",
        name: "ApiStage",
        id: "$default",
        custom: true,
        inputs: {},
        state: {
          apiId: "one",
          defaultRouteSettings: { throttlingRateLimit: 100, throttlingBurstLimit: 50 },
          routeSettings: [{ routeKey: "POST /a", throttlingRateLimit: 1, throttlingBurstLimit: 2 }],
        },
      },
    ]),
  );
  expect(throttleOf("one", "POST /a")).toEqual({ ratePerSecond: 1, burst: 2 });
  expect(throttleOf("one", "GET /b")).toEqual({ ratePerSecond: 100, burst: 50 });
  expect(throttleOf("two", "GET /b")).toBeUndefined();
});
