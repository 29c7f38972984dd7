import type { Position } from "./position.ts";

/**
 * An area in degrees. One whose west is greater than its east crosses the antimeridian:
 * https://www.rfc-editor.org/rfc/rfc7946#section-5.2
 */
export type Box = { west: number; south: number; east: number; north: number };

/** Which positions are asked for; what is absent restricts nothing. */
export type PositionsQuery = {
  devices?: readonly string[] | undefined;
  box?: Box | undefined;
  /** Only fixes of this time or later, in the form of `Position.recordedAt`. */
  since?: string | undefined;
  /** Only positions whose key comes after this one. */
  after?: string | undefined;
  limit: number;
};

/**
 * Returns the positions asked for in the order of their keys, at most `limit` of them, and the key after
 * which the rest begins if there are more.
 * @param positions in the order of their keys
 */
export function selectPositions(
  positions: readonly Position[],
  { devices, box, since, after, limit }: PositionsQuery,
): { positions: Position[]; next?: string } {
  const wanted = devices && new Set(devices);
  const selected: Position[] = [];
  for (const position of positions) {
    if (
      (after === undefined || position.key > after) &&
      (wanted === undefined || wanted.has(position.deviceId)) &&
      (since === undefined || position.recordedAt >= since) &&
      (box === undefined || isWithin(box, position))
    ) {
      const last = selected.at(-1);
      if (selected.length === limit && last !== undefined) {
        return { positions: selected, next: last.key };
      }
      selected.push(position);
    }
  }
  return { positions: selected };
}

/** Returns whether a position is in an area, whose edges belong to it. */
export function isWithin(
  { west, south, east, north }: Box,
  { latitude, longitude }: Pick<Position, "latitude" | "longitude">,
): boolean {
  if (latitude < south || latitude > north) {
    return false;
  }
  return west <= east ? longitude >= west && longitude <= east : longitude >= west || longitude <= east;
}
