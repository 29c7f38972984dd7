import type { Calendar } from "../report/calendar.ts";
import { type DemoReport, expectedRow } from "../report/demo-report.ts";
import { move, type Place } from "./geometry.ts";
import { type Itinerary, planDay, sighting, someHome } from "./itinerary.ts";
import type { Random } from "./random.ts";

/** A phone or tracker with its habits. */
export type Device = {
  id: string;
  home: Place;
  /** Whether the device has a barometer and so reports its altitude. */
  knowsAltitude: boolean;
  /** Whether the client sends ids, or leaves them to the server. */
  namesReports: boolean;
  /** The zone of the device's times: `Z`, or the local offset. */
  writesUtc: boolean;
  /** Decimals of the second. */
  timeDecimals: 0 | 3 | 6;
};

export function makeDevice(number: number, random: Random): Device {
  return {
    id: `tokyo-${String(number).padStart(4, "0")}`,
    home: someHome(random),
    knowsAltitude: random.chance(0.5),
    namesReports: random.chance(0.2),
    writesUtc: random.chance(0.6),
    timeDecimals: random.pick([0, 3, 3, 6] as const),
  };
}

export type Day = { date: string; reports: number; calendar: Calendar; random: Random };

/**
 * Returns a device's reports of one day: more frequent on the move than at rest, and never two at the same
 * time.
 */
export function reportDay(device: Device, day: Day): DemoReport[] {
  const itinerary = planDay(device.home, day.random);
  return moments(itinerary, day).map((moment) => makeReport(device, day, { itinerary, moment }));
}

type Stop = { itinerary: Itinerary; moment: number };

/**
 * Returns whole milliseconds after midnight, ascending; all are before the day's last second.
 */
function moments({ legs }: Itinerary, { reports, random }: Day): number[] {
  const chosen = new Map<number, number>();
  const ways = legs.filter(({ arrives }) => arrives > 0 && arrives < 86_000_000);
  while (chosen.size < reports) {
    const way = random.chance(0.5) ? ways[random.below(ways.length)] : undefined;
    const [low, high] = way === undefined ? [0, 86_399_000] : [way.departs, way.arrives];
    const moment = Math.floor(random.between(low, high));
    // A device without decimals must not report twice within a second either.
    chosen.set(Math.floor(moment / 1_000), moment);
  }
  return [...chosen.values()].sort((a, b) => a - b);
}

function makeReport(device: Device, { date, calendar, random }: Day, stop: Stop): DemoReport {
  const { place, speed, heading } = sighting(stop.itinerary, stop.moment);
  const accuracy = round(3 + Math.abs(random.normal()) * 12, 1);
  const fixed = move(place, { north: random.normal() * accuracy, east: random.normal() * accuracy });
  const micros = device.timeDecimals === 6 ? random.below(1_000) : 0;
  const unit = device.timeDecimals === 0 ? 1_000 : 1;
  const epochMilliseconds = calendar.startOf(date) + Math.floor(stop.moment / unit) * unit;
  const latitude = round(fixed.latitude, 7);
  const longitude = round(fixed.longitude, 7);
  const reportId = device.namesReports ? uuid(random) : undefined;
  const values = {
    accuracy_m: accuracy,
    ...(device.knowsAltitude && {
      altitude_m: round(35 + random.normal() * 8, 1),
      altitude_accuracy_m: round(random.between(2, 6), 1),
    }),
    speed_mps: round(speed, 2),
    ...(heading !== undefined && { heading_deg: round(heading, 1) % 360 }),
    battery: batteryLevel(stop.moment),
    charging: stop.moment < 6 * 3_600_000,
  };
  const row = expectedRow(
    {
      deviceId: device.id,
      epochMicroseconds: epochMilliseconds * 1_000 + micros,
      latitude,
      longitude,
      reportId,
      values,
    },
    calendar,
  );
  const body = {
    deviceId: device.id,
    timestamp: timestampText(device, { epochMilliseconds, micros, calendar }),
    latitude,
    longitude,
    accuracy: values.accuracy_m,
    ...(device.knowsAltitude && {
      altitude: values.altitude_m,
      altitudeAccuracy: values.altitude_accuracy_m,
    }),
    speed: values.speed_mps,
    // https://www.w3.org/TR/geolocation/#heading-attribute is null where nothing moves.
    heading: values.heading_deg ?? null,
    battery: values.battery,
    charging: values.charging,
    ...(reportId !== undefined && { reportId }),
  };
  return { body, row, verdict: "accepted" };
}

type Moment = { epochMilliseconds: number; micros: number; calendar: Calendar };

/** Returns the same instant as the device writes it: in UTC, or in its own zone. */
function timestampText(device: Device, { epochMilliseconds, micros, calendar }: Moment): string {
  const offset = device.writesUtc ? 0 : calendar.offsetMinutes(epochMilliseconds);
  const clock = new Date(epochMilliseconds + offset * 60_000).toISOString();
  const fraction = `${clock.slice(20, 23)}${String(micros).padStart(3, "0")}`.slice(0, device.timeDecimals);
  const sign = offset < 0 ? "-" : "+";
  const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, "0");
  const minutes = String(Math.abs(offset) % 60).padStart(2, "0");
  const zone = device.writesUtc ? "Z" : `${sign}${hours}:${minutes}`;
  return `${clock.slice(0, 19)}${fraction === "" ? "" : `.${fraction}`}${zone}`;
}

/** Returns the charge, 0 to 1: full at six in the morning, a fifth left at midnight. */
function batteryLevel(moment: number): number {
  const hours = moment / 3_600_000;
  return round(hours < 6 ? 0.4 + hours * 0.1 : 1 - ((hours - 6) / 18) * 0.8, 2);
}

function uuid(random: Random): string {
  const digits = Array.from({ length: 32 }, () => random.below(16).toString(16)).join("");
  const variant = random.pick(["8", "9", "a", "b"]);
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20)}`;
}

function round(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}
