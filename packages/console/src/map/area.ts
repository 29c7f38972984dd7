/** West, south, east and north in degrees; east is above 180 in an area across the antimeridian. */
export type Area = [number, number, number, number];

/** Web Mercator draws the world up to here: a pole itself would be infinitely far away. */
const maxLatitude = 85.0511;

/** Returns the latitude nearest to one that a map can show. */
export function shownLatitude(latitude: number): number {
  return Math.min(maxLatitude, Math.max(-maxLatitude, latitude));
}

/** Returns the smallest area with all places, on whichever side of the earth; undefined without any. */
export function areaOf(longitudes: ArrayLike<number>, latitudes: ArrayLike<number>): Area | undefined {
  const eastward = Float64Array.from(longitudes).toSorted();
  const [first] = eastward;
  const last = eastward.at(-1);
  if (first === undefined || last === undefined) {
    return undefined;
  }
  let [west, east, widest] = [first, last, first + 360 - last];
  for (let index = 1; index < eastward.length; index += 1) {
    const [before, after] = [eastward[index - 1]!, eastward[index]!];
    if (after - before > widest) {
      [west, east, widest] = [after, before + 360, after - before];
    }
  }
  const northward = Float64Array.from(latitudes).toSorted();
  return [west, northward[0]!, east, northward.at(-1)!];
}

/** Returns the longitude of the same meridian that is nearest to another, also beyond 180. */
export function nearLongitude(longitude: number, to: number): number {
  return longitude + 360 * Math.round((to - longitude) / 360);
}
