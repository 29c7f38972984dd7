import { expect, test } from "vitest";
import type { PositionFeature } from "../api/client.ts";
import { boundsOf, matching, withPositions } from "./known-positions.ts";

function position(deviceId: string, timestamp: string, place: [number, number] = [139, 35]): PositionFeature {
  return {
    type: "Feature",
    geometry: { type: "Point", coordinates: place },
    properties: { deviceId, timestamp, receivedAt: timestamp },
  };
}

test("a push replaces an older position of its device, and no newer one", () => {
  const known = withPositions(new Map(), [position("van-1", "2026-11-27T00:00:02Z")]);
  expect(withPositions(known, [position("van-1", "2026-11-27T00:00:01Z")])).toEqual(known);
  const moved = withPositions(known, [position("van-1", "2026-11-27T00:00:03Z", [140, 36])]);
  expect([...moved.values()].map(({ geometry }) => geometry.coordinates)).toEqual([[140, 36]]);
  expect(known.size).toBe(1);
});

test("devices are found by a part of their names, and those that were heard last come first", () => {
  const known = withPositions(new Map(), [
    position("van-1", "2026-11-27T00:00:01Z"),
    position("VAN-2", "2026-11-27T00:00:02Z"),
    position("phone", "2026-11-27T00:00:03Z"),
  ]);
  expect(matching(known, " van").map(({ properties }) => properties.deviceId)).toEqual(["VAN-2", "van-1"]);
  expect(matching(known, "")).toHaveLength(3);
});

test("the map shows all positions", () => {
  expect(boundsOf([])).toBeUndefined();
  expect(
    boundsOf([position("a", "", [139, 35]), position("b", "", [-1, 36]), position("c", "", [10, -5])]),
  ).toEqual([-1, -5, 139, 36]);
});
