import type { PositionFeature } from "../api/client.ts";
import { type Area, areaOf } from "../map/area.ts";

/** Devices by their key: two clients may have devices of one name. */
export type KnownPositions = ReadonlyMap<string, PositionFeature>;

/** Returns the key of a position's device. */
export function deviceKey({ properties: { deviceId, source } }: PositionFeature): string {
  return `${deviceId},${source ?? ""}`;
}

/** Returns what is known with newer positions: of two of a device the later fix, whichever came first. */
export function withPositions(known: KnownPositions, features: readonly PositionFeature[]): KnownPositions {
  const merged = new Map(known);
  for (const feature of features) {
    const before = merged.get(deviceKey(feature));
    if (before === undefined || before.properties.timestamp <= feature.properties.timestamp) {
      merged.set(deviceKey(feature), feature);
    }
  }
  return merged;
}

/** Returns the positions whose device has a text in its name, the newest fix first. */
export function matching(known: KnownPositions, text: string): PositionFeature[] {
  const wanted = text.trim().toLowerCase();
  return [...known.values()]
    .filter(({ properties }) => properties.deviceId.toLowerCase().includes(wanted))
    .toSorted((one, other) => other.properties.timestamp.localeCompare(one.properties.timestamp));
}

/** Returns the area of positions; undefined without any. */
export function boundsOf(features: Iterable<PositionFeature>): Area | undefined {
  const places = Array.from(features, ({ geometry }) => geometry.coordinates);
  return areaOf(
    places.map(([longitude = 0]) => longitude),
    places.map(([, latitude = 0]) => latitude),
  );
}
