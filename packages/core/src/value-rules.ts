import * as z from "zod";
import { deviceIdPattern } from "./device-id.ts";
import { parseTimestamp } from "./timestamps.ts";

const emptyUuids = new Set(["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"]);

export const deviceId = z
  .string("must be a string")
  .regex(
    new RegExp(`^${deviceIdPattern}$`),
    "must be 1 to 64 letters, digits, '.', '_', ':' or '-', a letter or digit first",
  );

export const timestamp = z.string("must be a string").transform((text, context) => {
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

export const reportId = z
  .uuid("must be a UUID")
  .toLowerCase()
  .refine((id) => !emptyUuids.has(id), "must not be the nil or the max UUID");

/** Returns the rule for a number from `least` to `most`, inclusive. */
export function between(least: number, most: number) {
  return z
    .number("must be a number")
    .min(least, `must be at least ${least}`)
    .max(most, `must be at most ${most}`);
}

export const flag = z.boolean("must be true or false");
