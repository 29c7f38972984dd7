import { type AdaptedReports, firstText, isObject, known } from "./adapted-reports.ts";

/**
 * Reports of Overland for iOS and Android: `{"locations": [GeoJSON Feature…]}`, positions as [longitude, latitude], metres, metres per second, battery
 * 0 to 1, −1 for what the phone does not know. `current` and `trip` repeat what other locations say, and are passed over.
 * https://github.com/aaronpk/Overland-iOS#api
 * @param deviceId stands in for a phone whose own setting is empty
 */
export function overlandReports(body: unknown, deviceId?: string): AdaptedReports {
  if (!isObject(body) || !Array.isArray(body["locations"])) {
    return { ok: false, message: 'An Overland request is {"locations": [...]} of GeoJSON features' };
  }
  return { ok: true, reports: body["locations"].map((feature: unknown) => report(feature, deviceId)) };
}

function report(feature: unknown, deviceId: string | undefined): unknown {
  if (!isObject(feature) || !isObject(feature["geometry"]) || !isObject(feature["properties"])) {
    return feature;
  }
  const { geometry, properties } = feature;
  const coordinates: unknown = geometry["coordinates"];
  const [longitude, latitude] = Array.isArray(coordinates) ? (coordinates as unknown[]) : [];
  // CLLocation: a negative vertical accuracy says that the altitude is no measurement.
  const altitudeAccuracy = known(properties["vertical_accuracy"]);
  const hasAltitude = altitudeAccuracy !== undefined || properties["vertical_accuracy"] === undefined;
  return {
    deviceId: firstText(properties["device_id"], deviceId),
    timestamp: timestamp(properties["timestamp"]),
    latitude,
    longitude,
    accuracy: known(properties["horizontal_accuracy"]),
    altitude: hasAltitude ? properties["altitude"] : undefined,
    altitudeAccuracy,
    speed: known(properties["speed"]),
    heading: known(properties["course"]),
    battery: known(properties["battery_level"]),
    charging: charging(properties["battery_state"]),
  };
}

/** Overland writes the zone as ISO 8601 allows it, +0900; RFC 3339 wants +09:00. */
function timestamp(value: unknown): unknown {
  return typeof value === "string" ? value.replace(/([+-]\d\d)(\d\d)$/, "$1:$2") : value;
}

function charging(state: unknown): unknown {
  switch (state) {
    case "charging":
    case "full":
      return true;
    case "unplugged":
      return false;
    default:
      return undefined;
  }
}
