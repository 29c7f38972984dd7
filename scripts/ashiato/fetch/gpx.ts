/** A fix with the CSV's texts; an unknown altitude is empty. */
export type TrackPoint = {
  device: string;
  time: string;
  latitude: string;
  longitude: string;
  altitude: string;
};

/**
 * Yields GPX 1.1 with a track of one segment for each device. The points of a device must be consecutive.
 * https://www.topografix.com/GPX/1/1/
 */
export async function* gpxOf(points: AsyncIterable<TrackPoint>): AsyncGenerator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="Ashiato" xmlns="http://www.topografix.com/GPX/1/1">\n';
  let current: string | undefined;
  for await (const { device, time, latitude, longitude, altitude } of points) {
    if (device !== current) {
      yield `${current === undefined ? "" : trackEnd}<trk><name>${escapeXml(device)}</name><trkseg>\n`;
      current = device;
    }
    const elevation = altitude === "" ? "" : `<ele>${altitude}</ele>`;
    yield `<trkpt lat="${latitude}" lon="${longitude}">${elevation}<time>${time}</time></trkpt>\n`;
  }
  yield `${current === undefined ? "" : trackEnd}</gpx>\n`;
}

const trackEnd = "</trkseg></trk>\n";

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
