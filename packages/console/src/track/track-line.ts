import { type Area, areaOf, nearLongitude } from "../map/area.ts";
import type { Track } from "./read-track.ts";

/** A gap as long as this breaks the line: where the device was meanwhile is not known. */
const breakMilliseconds = 10 * 60_000;

/** Returns the ways of a device between its gaps; none without a track. */
export function trackLine(
  track: Pick<Track, "times" | "latitudes" | "longitudes"> | undefined,
): GeoJSON.Feature<GeoJSON.MultiLineString> {
  const lines: [number, number][][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const [index, time] of track?.times.entries() ?? []) {
    if (time - last > breakMilliseconds) {
      lines.push([]);
    }
    const line = lines.at(-1);
    const longitude = track!.longitudes[index]!;
    // A map would draw a step across the antimeridian around the whole earth.
    line?.push([nearLongitude(longitude, line.at(-1)?.[0] ?? longitude), track!.latitudes[index]!]);
    last = time;
  }
  return {
    type: "Feature",
    geometry: { type: "MultiLineString", coordinates: lines.filter((line) => line.length > 1) },
    properties: {},
  };
}

/** Returns the area of a track; undefined without a fix. */
export function trackBounds({
  latitudes,
  longitudes,
}: Pick<Track, "latitudes" | "longitudes">): Area | undefined {
  return areaOf(longitudes, latitudes);
}
