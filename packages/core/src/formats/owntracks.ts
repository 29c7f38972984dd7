import { type AdaptedItem, type AdaptedReports, isObject, type Json } from "./adapted-reports.ts";
import { accuracy, battery, heading, readNumber, required, speed, time, vertical } from "./phone-values.ts";
import { nameText, type SentDevice, sentDevice } from "./sent-device.ts";

/**
 * The sender of a request, if the body does not name it: the apps' headers X-Limit-U and X-Limit-D, or `u`,
 * `d` and `deviceId` in the URL.
 */
export type OwntracksSender = {
  user?: string | undefined;
  device?: string | undefined;
  deviceId?: string | undefined;
};

/** One metre per second in kilometres per hour. */
const kilometresPerHour = 3.6;

/**
 * Types of messages that hold no fix. The position of a waypoint or a transition is that of a place, and not
 * of the device.
 */
const events = new Set([
  "beacon",
  "card",
  "cmd",
  "configuration",
  "dump",
  "lwt",
  "request",
  "status",
  "steps",
  "transition",
  "waypoint",
  "waypoints",
]);

/**
 * Returns the reports in a message, or a list of messages, of OwnTracks. Units are seconds since 1970,
 * kilometres per hour and percent. Refuses encrypted messages and messages of unknown types, because they may
 * hold a location. The device is `user:device` from the topic `owntracks/user/device`, as in MQTT.
 * https://owntracks.org/booklet/tech/json/ https://owntracks.org/booklet/tech/http/
 */
export function owntracksReports(body: unknown, sender: OwntracksSender = {}): AdaptedReports {
  const messages: unknown[] = Array.isArray(body) ? body : [body];
  if (!messages.every((message) => isObject(message) && typeof message["_type"] === "string")) {
    return { ok: false, message: "An OwnTracks message is an object with a _type" };
  }
  return {
    ok: true,
    items: messages.filter(isObject).map((message) => adapt(message, sender)),
    bodyOf: (indexes) => ({
      kind: "json",
      value: Array.isArray(body) ? indexes.map((index) => messages[index]) : body,
    }),
  };
}

function adapt(message: Json, sender: OwntracksSender): AdaptedItem {
  const type = String(message["_type"]);
  if (events.has(type)) {
    return { kind: "event", event: type };
  }
  const { deviceId, sentName } = deviceOf(message, sender);
  if (type !== "location") {
    const reason =
      type === "encrypted" ? "is encrypted, and the stage has no key" : "is no type that is known";
    return { kind: "refused", path: "_type", message: reason, deviceId };
  }
  return {
    kind: "report",
    sentName,
    report: {
      deviceId,
      timestamp: time(message["tst"]),
      latitude: required(message["lat"]),
      longitude: required(message["lon"]),
      accuracy: accuracy(message["acc"]),
      ...vertical(message["alt"], message["vac"]),
      speed: speed(message["vel"], kilometresPerHour),
      heading: heading(message["cog"]),
      battery: battery(message["batt"], 100),
      charging: charging(readNumber(message["bs"])),
    },
  };
}

function deviceOf({ topic, tid }: Json, { user, device, deviceId }: OwntracksSender): SentDevice {
  const [topicUser, topicDevice] = typeof topic === "string" ? topic.split("/").slice(-2) : [];
  return sentDevice(pair(topicUser, topicDevice) ?? pair(user, device) ?? nameText(tid), deviceId);
}

function pair(user: string | undefined, device: string | undefined): readonly [string, string] | undefined {
  return user && device ? [user, device] : undefined;
}

/** Battery status: 0 unknown, 1 unplugged, 2 charging, 3 full. */
function charging(status: number | undefined): boolean | undefined {
  return status === 1 ? false : status === 2 || status === 3 ? true : undefined;
}
