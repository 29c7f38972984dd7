import { type AdaptedReports, firstText, heading, isObject, known, scaled } from "./adapted-reports.ts";

/** Who sent the request, where its body does not say: the headers X-Limit-U and X-Limit-D of the apps, or the URL. */
export type OwntracksSender = {
  user?: string | undefined;
  device?: string | undefined;
  deviceId?: string | undefined;
};

/** Kilometres per hour for one metre per second. */
const kilometresPerHour = 3.6;
const percent = 100;

/**
 * The report of an OwnTracks message of type `location`: seconds since 1970, kilometres per hour, percent. Every other type (waypoint, transition, lwt,
 * encrypted, …) holds no report. The device is `user:device` of the topic `owntracks/user/device`, as in MQTT.
 * https://owntracks.org/booklet/tech/json/ https://owntracks.org/booklet/tech/http/
 */
export function owntracksReports(body: unknown, sender: OwntracksSender = {}): AdaptedReports {
  if (!isObject(body) || typeof body["_type"] !== "string") {
    return { ok: false, message: "An OwnTracks message is an object with a _type" };
  }
  return { ok: true, reports: body["_type"] === "location" ? [report(body, sender)] : [] };
}

function report(message: Record<string, unknown>, sender: OwntracksSender): unknown {
  return {
    deviceId: firstText(topicDevice(message["topic"]), senderDevice(sender), message["tid"], sender.deviceId),
    timestamp: timestamp(message["tst"]),
    latitude: message["lat"],
    longitude: message["lon"],
    accuracy: known(message["acc"]),
    altitude: message["alt"],
    altitudeAccuracy: known(message["vac"]),
    speed: scaled(message["vel"], kilometresPerHour),
    heading: heading(message["cog"]),
    battery: scaled(message["batt"], percent),
    charging: charging(message["bs"]),
  };
}

function topicDevice(topic: unknown): string | undefined {
  const [user, device] = typeof topic === "string" ? topic.split("/").slice(-2) : [];
  return user && device ? `${user}:${device}` : undefined;
}

function senderDevice({ user, device }: OwntracksSender): string | undefined {
  return user && device ? `${user}:${device}` : undefined;
}

function timestamp(seconds: unknown): unknown {
  // A Date reaches 8.64e15 milliseconds from 1970 either way.
  return typeof seconds === "number" && Math.abs(seconds) <= 8.64e12
    ? new Date(seconds * 1000).toISOString()
    : seconds;
}

/** Battery status: 0 unknown, 1 unplugged, 2 charging, 3 full. */
function charging(status: unknown): unknown {
  switch (status) {
    case 1:
      return false;
    case 2:
    case 3:
      return true;
    default:
      return undefined;
  }
}
