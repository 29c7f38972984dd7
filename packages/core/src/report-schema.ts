import * as z from "zod";
import { columns, type ReportKey } from "./columns.ts";
import { deviceIdPattern } from "./device-id.ts";
import { parseTimestamp } from "./timestamps.ts";

/** Metres: more than the Earth is wide, and what decimal(11,3) holds. */
const maxMetres = 99_999_999;
/** Metres per second: what decimal(9,3) holds. */
const maxSpeed = 999_999;

const emptyUuids = new Set(["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"]);

const timestamp = z.string("must be a string").transform((text, context) => {
  const parsed = parseTimestamp(text);
  if (parsed === undefined) {
    context.issues.push({
      code: "custom",
      input: text,
      message: "must be an RFC 3339 time with a zone, such as 2026-11-21T09:30:00.000+09:00",
    });
    return z.NEVER;
  }
  return parsed;
});

const reportId = z
  .uuid("must be a UUID")
  .toLowerCase()
  .refine((id) => !emptyUuids.has(id), "must be a UUID of its own, not the nil or the max UUID");

/**
 * The rule of each key's value. The keys, their order and their meaning are those of `columns`: one without a
 * rule does not compile.
 */
const rules = {
  deviceId: z
    .string("must be a string")
    .regex(
      new RegExp(`^${deviceIdPattern}$`),
      "must be 1 to 64 letters, digits, '.', '_', ':' or '-', a letter or digit first",
    ),
  timestamp,
  latitude: between(-90, 90),
  longitude: between(-180, 180),
  accuracy: between(0, maxMetres).nullish(),
  altitude: between(-maxMetres, maxMetres).nullish(),
  altitudeAccuracy: between(0, maxMetres).nullish(),
  speed: between(0, maxSpeed).nullish(),
  heading: between(0, 360)
    .refine((degrees) => degrees < 360, "must be below 360: north is 0")
    .nullish(),
  battery: between(0, 1).nullish(),
  charging: z.boolean("must be true or false").nullish(),
  reportId: reportId.nullish(),
} satisfies Record<ReportKey, z.ZodType>;

/** What a key means where the column, which has the time in UTC, says it otherwise. */
const descriptions: Partial<Record<ReportKey, string>> = {
  timestamp: "time of the fix, RFC 3339 with a zone",
  reportId: "UUID of the client's own, not of version 8; derived from device, time and position if absent",
};

for (const column of columns) {
  if ("key" in column) {
    z.globalRegistry.add(rules[column.key], {
      description: descriptions[column.key] ?? column.comment,
      ...(column.type === "timestamp" && { format: "date-time" }),
    });
  }
}

/**
 * A location report as a device sends it: names and units of https://www.w3.org/TR/geolocation/, WGS 84. That
 * API returns null for what a device does not know, so null and absence mean the same here. An unknown key is
 * an error.
 */
export const reportSchema = z.strictObject(rules);

/**
 * A report that kept the rules; times in UTC, lengths in metres, speed in metres per second, angles in
 * degrees.
 */
export type Report = z.output<typeof reportSchema>;

function between(least: number, most: number) {
  return z
    .number("must be a number")
    .min(least, `must be at least ${least}`)
    .max(most, `must be at most ${most}`);
}
