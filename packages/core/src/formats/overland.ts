import { type AdaptedItem, type AdaptedReports, isObject, type Json } from "./adapted-reports.ts";
import { accuracy, battery, heading, required, speed, time, vertical } from "./phone-values.ts";
import { nameText, sentDevice } from "./sent-device.ts";

/**
 * Returns the reports of Overland for iOS and Android, and of Colota: `{"locations": [GeoJSON Feature…]}`,
 * positions as [longitude, latitude], metres, metres per second, battery 0 to 1, −1 for unknown values.
 * Skips `current` and `trip` of the request, which repeat other locations. A
 * feature with an `action` (`visit`, `will_terminate`, …) or of the type `trip` is an event: its time is not
 * that of its position.
 * https://github.com/aaronpk/Overland-iOS#api
 * @param stated the device, if the phone's own setting is empty or not an id
 */
export function overlandReports(body: unknown, stated?: string): AdaptedReports {
  if (!isObject(body) || !Array.isArray(body["locations"])) {
    return { ok: false, message: 'An Overland request is {"locations": [...]} of GeoJSON features' };
  }
  const locations: unknown[] = body["locations"];
  // Colota names its device beside the locations.
  const deviceName = nameText(body["device_id"]);
  return {
    ok: true,
    items: locations.map((feature) => adapt(feature, { deviceName, stated })),
    bodyOf: (indexes) => ({
      kind: "json",
      value: {
        locations: indexes.map((index) => locations[index]),
        ...(deviceName !== undefined && { device_id: deviceName }),
      },
    }),
  };
}

type Named = { deviceName: string | undefined; stated: string | undefined };

function adapt(feature: unknown, { deviceName, stated }: Named): AdaptedItem {
  if (!isObject(feature) || !isObject(feature["properties"])) {
    return { kind: "refused", path: "properties", message: "is required" };
  }
  const { geometry, properties } = feature;
  const event = eventOf(properties);
  if (event !== undefined) {
    return { kind: "event", event };
  }
  const { deviceId, sentName } = sentDevice(nameText(properties["device_id"]) ?? deviceName, stated);
  const coordinates: unknown = isObject(geometry) ? geometry["coordinates"] : undefined;
  if (!Array.isArray(coordinates)) {
    return { kind: "refused", path: "geometry.coordinates", message: "is required", deviceId };
  }
  const [longitude, latitude] = coordinates as unknown[];
  return {
    kind: "report",
    sentName,
    report: {
      deviceId,
      timestamp: time(properties["timestamp"]),
      latitude: required(latitude),
      longitude: required(longitude),
      accuracy: accuracy(properties["horizontal_accuracy"]),
      ...vertical(properties["altitude"], properties["vertical_accuracy"]),
      speed: speed(properties["speed"]),
      heading: heading(properties["course"]),
      battery: battery(properties["battery_level"], 1),
      charging: charging(properties["battery_state"]),
    },
  };
}

/** https://github.com/aaronpk/Overland-iOS/blob/5f2a5be/GPSLogger/GLManager.m#L526-L552 */
function eventOf(properties: Json): string | undefined {
  const { action, type } = properties;
  if (typeof action === "string" && action !== "") {
    return action;
  }
  return type === "trip" ? "trip" : undefined;
}

function charging(state: unknown): boolean | undefined {
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
