import { reportSchema } from "@ashiato/core/report-schema";
import { workRows } from "@ashiato/core/work-row";
import { calendarOf } from "../../scripts/report/calendar.ts";
import { lastDate } from "../../scripts/report/shift.ts";
import { fleetReports } from "../../scripts/fleet/fleet.ts";

const timeZone = "Asia/Tokyo";

/**
 * Good reports of a fleet's day, each once: the JSON that devices send, and the rows that `store` writes for
 * them.
 */
export type Sample = { bodies: Record<string, unknown>[]; rows: string[] };

export function makeSample(reports: number, now: number): Sample {
  const calendar = calendarOf(timeZone);
  const fleet = fleetReports({
    seed: 1,
    devices: 500,
    reports,
    date: lastDate(calendar, now),
    calendar,
    now,
  });
  const good = [...new Set(fleet.filter(({ verdict }) => verdict === "accepted"))].slice(0, reports);
  const bodies = good.map(({ body }) => body);
  const parsed = bodies.map((body) => reportSchema.parse(body));
  return { bodies, rows: workRows(parsed, { at: now, timeZone }) };
}
