import { type AdaptedReports, firstText, type Json, type PhoneBody } from "./adapted-reports.ts";
import { accuracy, battery, heading, readBoolean, required, speed, time, vertical } from "./phone-values.ts";
import { sentDevice } from "./sent-device.ts";

/** How many of each unit are one metre per second, by the unit's name in `speedUnit`. */
const speedUnits = new Map([
  ["kn", 3_600 / 1_852],
  ["kmh", 3.6],
  ["mps", 1],
]);

/**
 * Returns the report in a request of OsmAnd's protocol, as Traccar reads it: `id`, `timestamp`, `lat`, `lon`,
 * `speed`, `bearing`, `altitude`, `accuracy`, `batt` as the fields of a form (Traccar Client 10) or of the
 * URL (Traccar Client 7 and older, OsmAnd, GPSLogger, PhoneTrack). Speed is in knots, as Traccar Client sends
 * it, unless `speedUnit` says `kmh` or `mps`; the battery is in percent. A time without a zone is in UTC. A
 * request without fields holds no report. https://www.traccar.org/osmand/
 */
export function osmandReports(query: Record<string, string>, body: PhoneBody): AdaptedReports {
  const fields = { ...query, ...(body.kind === "form" && body.fields) };
  const { deviceId: stated, speedUnit = "kn" } = fields;
  const unit = speedUnits.get(speedUnit);
  const { deviceId, sentName } = sentDevice(firstText(fields["id"], fields["deviceid"]), stated);
  const [latitude, longitude] = position(fields);
  const { deviceId: _device, speedUnit: _unit, ...reported } = fields;
  if (Object.keys(reported).length === 0) {
    return { ok: false, message: "The request has no fields of a location in its body or its URL" };
  }
  const report: Json = {
    deviceId,
    timestamp: time(inUtc(fields["timestamp"])),
    latitude: required(latitude),
    longitude: required(longitude),
    accuracy: accuracy(fields["accuracy"]),
    ...vertical(fields["altitude"], undefined),
    speed: unit === undefined ? undefined : speed(fields["speed"], unit),
    heading: heading(firstText(fields["bearing"], fields["heading"])),
    battery: battery(fields["batt"], 100),
    charging: readBoolean(fields["charge"]),
  };
  return { ok: true, items: [{ kind: "report", report, sentName }], bodyOf: () => body };
}

function position({ lat, lon, location }: Record<string, string>): readonly (string | undefined)[] {
  return lat === undefined && location !== undefined ? location.split(",") : [lat, lon];
}

function inUtc(text: string | undefined): string | undefined {
  return text?.replace(/^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d+)?)$/, "$1T$2Z");
}
