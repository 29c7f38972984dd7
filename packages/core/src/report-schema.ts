import * as z from "zod";
import { columns, type ReportedColumn } from "./columns.ts";

type Rules = { [Each in ReportedColumn as Each["key"]]: Each["rule"] };

const reported = columns.filter((column) => "key" in column);

/** Each key of `columns` has the rule that stands beside it there, which no type of a list can say. */
const rules = Object.fromEntries(reported.map(({ key, rule }) => [key, rule])) as Rules;

for (const column of reported) {
  z.globalRegistry.add(column.rule, {
    description: "meaning" in column ? column.meaning : column.comment,
    ...(column.type === "timestamp" && { format: "date-time" }),
  });
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
