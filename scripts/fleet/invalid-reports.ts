import type { Random } from "./random.ts";

type Body = Record<string, unknown>;

const hourMilliseconds = 3_600_000;

/**
 * Typical faults of devices, each of which breaks one rule: https://www.w3.org/TR/geolocation/ for the
 * values, RFC 3339 for the time.
 */
const faults: readonly [Fault, ...Fault[]] = [
  // A key without a value is not in the JSON.
  (body) => ({ ...body, deviceId: undefined }),
  (body) => ({ ...body, deviceId: `=${String(body["deviceId"])}` }),
  (body) => ({ ...body, deviceId: "" }),
  (body) => ({ ...body, timestamp: undefined }),
  (body) => ({ ...body, timestamp: String(body["timestamp"]).replace(/(?:Z|[+-]\d\d:\d\d)$/, "") }),
  (body) => ({ ...body, timestamp: Date.parse(String(body["timestamp"])) }),
  (body) => ({ ...body, timestamp: "2026-02-30T12:00:00Z" }),
  (body, now) => ({ ...body, timestamp: new Date(now + 50 * hourMilliseconds).toISOString() }),
  (body, now) => ({ ...body, timestamp: new Date(now - 400 * 24 * hourMilliseconds).toISOString() }),
  (body) => ({ ...body, latitude: 90.0000001 }),
  (body) => ({ ...body, longitude: -180.5 }),
  (body) => ({ ...body, latitude: String(body["latitude"]) }),
  (body) => ({ ...body, longitude: null }),
  (body) => ({ ...body, accuracy: -1 }),
  (body) => ({ ...body, heading: 360 }),
  (body) => ({ ...body, speed: -0.1 }),
  (body) => ({ ...body, battery: 87 }),
  (body) => ({ ...body, charging: "yes" }),
  (body) => ({ ...body, reportId: "42" }),
  (body) => ({ ...body, lattitude: body["latitude"] }),
];

/** Takes a valid report and the current time, in milliseconds since 1970. */
type Fault = (body: Body, now: number) => Body;

/** Returns a copy of a report that breaks one rule, chosen at random. */
export function breakReport(body: Body, { random, now }: { random: Random; now: number }): Body {
  return random.pick(faults)(body, now);
}

/** Returns a copy for every rule that can be broken. */
export function breakEveryRule(body: Body, now: number): Body[] {
  return faults.map((fault) => fault(body, now));
}
