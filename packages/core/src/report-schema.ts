import * as z from "zod";
import { columns, type ReportedColumn } from "./columns.ts";

type Rules = { [Each in ReportedColumn as Each["key"]]: Each["rule"] };

const reported = columns.filter((column) => "key" in column);

/** Gives each key the rule beside it in `columns`, which the type of a list cannot express. */
const rules = Object.fromEntries(reported.map(({ key, rule }) => [key, rule])) as Rules;

for (const column of reported) {
  z.globalRegistry.add(column.rule, {
    description: "meaning" in column ? column.meaning : column.comment,
    ...(column.type === "timestamp" && { format: "date-time" }),
  });
}

/**
 * A location report as a device sends it, with the names and units of https://www.w3.org/TR/geolocation/, WGS
 * 84. That API returns null for an unknown value, so null means the same as an absent key. An unknown key is
 * an error.
 */
export const reportSchema = z.strictObject(rules);

/**
 * A valid report: times in UTC, lengths in metres, speed in metres per second, angles in degrees.
 */
export type Report = z.output<typeof reportSchema>;
