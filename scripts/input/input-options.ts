import { UsageError } from "../terminal/arguments.ts";
import type { InputOptions } from "./read-input.ts";

/** Options for `parseArgs` that every command with an input file takes. */
export const inputOptions = {
  device: { type: "string" },
  zone: { type: "string", default: "UTC" },
  map: { type: "string", multiple: true },
  "date-order": { type: "string" },
} as const;

export const inputHelp = `  --device NAME      device for reports without one (default: the name of the file)
  --zone NAME        IANA time zone for times without one, such as Asia/Tokyo (default: UTC)
  --map FIELD=NAME   read FIELD (latitude, longitude, timestamp, deviceId, speed …) from the column NAME; may be repeated
  --date-order ORDER dmy or mdy, the order of dates such as 03/04/2026`;

type Values = {
  device?: string | undefined;
  zone: string;
  map?: readonly string[] | undefined;
  "date-order"?: string | undefined;
};

/** Reads the values of `inputOptions`. Throws a UsageError that names the option and the value. */
export function readInputOptions(values: Values): InputOptions {
  const { device, zone, "date-order": order } = values;
  return {
    timeZone: zoneName(zone),
    ...(device !== undefined && { device }),
    ...(order !== undefined && { dateOrder: dateOrder(order) }),
    columns: Object.fromEntries((values.map ?? []).map(mapping)),
  };
}

function zoneName(name: string): string {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: name }).resolvedOptions().timeZone;
  } catch (cause) {
    throw new UsageError(`--zone takes an IANA name such as Asia/Tokyo, got ${JSON.stringify(name)}`, {
      cause,
    });
  }
}

function dateOrder(text: string): "day-first" | "month-first" {
  if (text !== "dmy" && text !== "mdy") {
    throw new UsageError(`--date-order takes dmy or mdy, got ${JSON.stringify(text)}`);
  }
  return text === "dmy" ? "day-first" : "month-first";
}

function mapping(text: string): [string, string] {
  const [, field = "", name = ""] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  if (field === "") {
    throw new UsageError(`--map takes FIELD=NAME, such as latitude=Breite, got ${JSON.stringify(text)}`);
  }
  return [field, name];
}
