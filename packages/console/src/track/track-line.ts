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
    const place: [number, number] = [track!.longitudes[index]!, track!.latitudes[index]!];
    if (time - last > breakMilliseconds) {
      lines.push([]);
    }
    lines.at(-1)?.push(place);
    last = time;
  }
  return {
    type: "Feature",
    geometry: { type: "MultiLineString", coordinates: lines.filter((line) => line.length > 1) },
    properties: {},
  };
}

/** Returns west, south, east and north of a track; undefined without a fix. */
export function trackBounds({
  latitudes,
  longitudes,
}: Pick<Track, "latitudes" | "longitudes">): [number, number, number, number] | undefined {
  if (latitudes.length === 0) {
    return undefined;
  }
  const least = (values: Float64Array) => values.reduce((one, other) => Math.min(one, other));
  const most = (values: Float64Array) => values.reduce((one, other) => Math.max(one, other));
  return [least(longitudes), least(latitudes), most(longitudes), most(latitudes)];
}
