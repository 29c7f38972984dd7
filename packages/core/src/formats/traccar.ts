import { type AdaptedItem, type AdaptedReports, isObject, type Json } from "./adapted-reports.ts";
import { accuracy, battery, heading, readBoolean, required, speed, time, vertical } from "./phone-values.ts";
import { nameText, sentDevice } from "./sent-device.ts";

/**
 * The URL's `id`, which names the device, and its `deviceId`, which replaces a missing name, or one that is
 * not a valid id.
 */
export type TraccarSender = { id?: string | undefined; stated?: string | undefined };

/**
 * Returns the reports of Traccar Client 9 and of apps built with transistorsoft's SDKs: `{"device_id",
 * "location": {"timestamp", "coords": {...}, "battery": {...}}}`, several locations as an array, or the
 * locations themselves if the SDK's `httpRootProperty` is `.`. Metres, metres per second, battery 0 to 1, −1
 * for unknown values. https://www.traccar.org/osmand/
 * https://github.com/transistorsoft/react-native-background-geolocation/wiki/Location-Data-Schema
 */
export function traccarReports(body: unknown, sender: TraccarSender = {}): AdaptedReports {
  const envelope: Json = isObject(body) ? body : {};
  const root: unknown = isObject(body) && "location" in body ? body["location"] : body;
  const isPayload = root !== body || Array.isArray(body) || "coords" in envelope;
  if (!isPayload) {
    return { ok: false, message: 'A Traccar request is {"device_id", "location": {"timestamp", "coords"}}' };
  }
  const locations: unknown[] = Array.isArray(root) ? root : [root];
  const name = deviceName(envelope);
  return {
    ok: true,
    items: locations.map((location) => adapt(location, { ...sender, id: name ?? sender.id })),
    bodyOf: (indexes) => ({
      kind: "json",
      value: {
        location: indexes.map((index) => locations[index]),
        ...(name !== undefined && { device_id: name }),
      },
    }),
  };
}

function adapt(location: unknown, { id, stated }: TraccarSender): AdaptedItem {
  const { deviceId, sentName } = sentDevice(
    (isObject(location) ? deviceName(location) : undefined) ?? id,
    stated,
  );
  if (!isObject(location) || !isObject(location["coords"])) {
    return { kind: "refused", path: "coords", message: "is required", deviceId };
  }
  const { coords } = location;
  const charge = isObject(location["battery"]) ? location["battery"] : {};
  return {
    kind: "report",
    sentName,
    report: {
      deviceId,
      timestamp: time(location["timestamp"]),
      latitude: required(coords["latitude"]),
      longitude: required(coords["longitude"]),
      accuracy: accuracy(coords["accuracy"]),
      ...vertical(coords["altitude"], coords["altitude_accuracy"]),
      speed: speed(coords["speed"]),
      heading: heading(coords["heading"]),
      battery: battery(charge["level"], 1),
      charging: readBoolean(charge["is_charging"]),
    },
  };
}

/** Returns the device's name, which the SDK's `params` or `extras` hold. */
function deviceName(holder: Json): string | undefined {
  const extras = isObject(holder["extras"]) ? holder["extras"] : {};
  return nameText(holder["device_id"]) ?? nameText(holder["deviceId"]) ?? nameText(extras["device_id"]);
}
