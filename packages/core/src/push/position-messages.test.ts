import { expect, test } from "vitest";
import { parseReport } from "../parse-report.ts";
import { positionOf } from "../live/position.ts";
import { workRows } from "../work-row.ts";
import { positionMessages } from "./position-messages.ts";
import { serverMessageSchema } from "./server-message.ts";

const at = Date.parse("2026-11-21T03:00:00Z");
const mergedAt = new Date(at).toISOString();

function position(deviceId: string, latitude: number, longitude: number) {
  const parsed = parseReport(
    { deviceId, timestamp: mergedAt, latitude, longitude },
    { now: at, lateWindowDays: 30, futureWindowHours: 24 },
  );
  const [row = ""] = parsed.ok
    ? workRows([parsed.report], { at, source: undefined, timeZone: "Asia/Tokyo" })
    : [];
  return positionOf(row);
}

test("a subscription hears of its devices and its area, also across the antimeridian", () => {
  const positions = [position("a", -17, 179), position("b", -17, -179), position("c", 35, 139)];
  const heard = (filter: Parameters<typeof positionMessages>[1]) =>
    positionMessages({ mergedAt, positions }, filter).flatMap((message) =>
      message.type === "positions" ? message.features.map(({ properties }) => properties.deviceId) : [],
    );
  expect(heard({})).toEqual(["a", "b", "c"]);
  expect(heard({ devices: ["c", "x"] })).toEqual(["c"]);
  expect(heard({ box: [177, -20, -178, -15] })).toEqual(["a", "b"]);
  expect(heard({ box: [138, 34, 140, 36], devices: ["a"] })).toEqual([]);
});

test("many positions are several messages that API Gateway takes, and no position is a message of none", () => {
  const positions = Array.from({ length: 2_000 }, (_, number) => position(`device-${number}`, 35, 139));
  const messages = positionMessages({ mergedAt, positions }, {});
  expect(messages.length).toBeGreaterThan(1);
  for (const message of messages) {
    expect(serverMessageSchema.parse(message)).toEqual(message);
    expect(Buffer.byteLength(JSON.stringify(message))).toBeLessThan(131_072);
  }
  expect(positionMessages({ mergedAt, positions: [] }, {})).toEqual([]);
});
