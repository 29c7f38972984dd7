import { deviceIdOf } from "../device-id.ts";

/**
 * A device's id, and its name as the app sent it, if that differs. Both are absent if the request names no
 * device.
 */
export type SentDevice = { deviceId?: string; sentName?: string };

/**
 * Returns the device of a report: the name that the app sent, if it is a valid id; otherwise the id in the
 * URL; otherwise the id that `deviceIdOf` makes from the name.
 * @param sent a name, or the names of a user and a device
 * @param stated the URL's `?deviceId=`
 */
export function sentDevice(
  sent: string | readonly [string, string] | undefined,
  stated: string | undefined,
): SentDevice {
  const hasStated = stated !== undefined && stated !== "";
  if (sent === undefined || sent === "") {
    return hasStated ? named(stated, deviceIdOf(stated)) : {};
  }
  const name = typeof sent === "string" ? sent : sent.join(":");
  const deviceId = typeof sent === "string" ? deviceIdOf(sent) : deviceIdOf(...sent);
  return named(name, deviceId !== name && hasStated ? deviceIdOf(stated) : deviceId);
}

/** Some ids are digits only, and some senders write them as numbers. */
export function nameText(value: unknown): string | undefined {
  if (typeof value === "number") {
    return String(value);
  }
  return typeof value === "string" && value !== "" ? value : undefined;
}

function named(name: string, deviceId: string): SentDevice {
  return deviceId === name ? { deviceId } : { deviceId, sentName: name };
}
