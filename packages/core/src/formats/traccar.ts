import { type AdaptedReports, firstText, heading, isObject, known } from "./adapted-reports.ts";

/**
 * Reports of Traccar Client 9 and newer: `{"device_id", "location": {"timestamp", "coords": {...}, "battery": {...}}}`, or several locations as an array;
 * metres, metres per second, battery 0 to 1, −1 for what the phone does not know.
 * https://www.traccar.org/osmand/
 * @param deviceId stands in for a request without one
 */
export function traccarReports(body: unknown, deviceId?: string): AdaptedReports {
  if (!isObject(body) || !("location" in body)) {
    return { ok: false, message: 'A Traccar request is {"device_id", "location": {"timestamp", "coords"}}' };
  }
  const locations: unknown[] = Array.isArray(body["location"]) ? body["location"] : [body["location"]];
  const device = firstText(deviceText(body["device_id"]), deviceId);
  return { ok: true, reports: locations.map((location) => report(location, device)) };
}

function report(location: unknown, deviceId: string | undefined): unknown {
  if (!isObject(location) || !isObject(location["coords"])) {
    return location;
  }
  const { coords } = location;
  const battery = isObject(location["battery"]) ? location["battery"] : {};
  return {
    deviceId,
    timestamp: location["timestamp"],
    latitude: coords["latitude"],
    longitude: coords["longitude"],
    accuracy: known(coords["accuracy"]),
    altitude: coords["altitude"],
    altitudeAccuracy: known(coords["altitude_accuracy"]),
    speed: known(coords["speed"]),
    heading: heading(coords["heading"]),
    battery: known(battery["level"]),
    charging: battery["is_charging"],
  };
}

/** The app makes identifiers of digits; some senders write them as numbers. */
function deviceText(id: unknown): unknown {
  return typeof id === "number" ? String(id) : id;
}
