import { type AdaptedItem, type AdaptedReports, isObject, type Json } from "./adapted-reports.ts";
import { accuracy, battery, heading, readNumber, required, speed, time, vertical } from "./phone-values.ts";
import { nameText, type SentDevice, sentDevice } from "./sent-device.ts";

/**
 * Who sent the request, where its body does not say: the headers X-Limit-U and X-Limit-D of the apps, or `u`,
 * `d` and `deviceId` of the URL.
 */
export type OwntracksSender = {
  user?: string | undefined;
  device?: string | undefined;
  deviceId?: string | undefined;
};

/** Kilometres per hour for one metre per second. */
const kilometresPerHour = 3.6;

/**
 * Messages that hold no fix. A waypoint and a transition have positions: those of a place that was set, and
 * of the place that was entered or left.
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
 * Returns the reports of OwnTracks: one message, or a list of them. Seconds since 1970, kilometres per hour,
 * percent. An encrypted message may hold a location, and so may one of a type that is not known. The device
 * is `user:device` of the topic `owntracks/user/device`, as in MQTT. https://owntracks.org/booklet/tech/json/
 * https://owntracks.org/booklet/tech/http/
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
