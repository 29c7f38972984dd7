import { parseReport } from "@ashiato/core/parse-report";
import { workRows } from "@ashiato/core/work-row";

const day = Date.parse("2026-11-20T15:00:00Z");

/**
 * Work rows of made-up reports: `count` devices' positions, one a second from midnight of 2026-11-21 in Tokyo
 * on.
 */
export function makeRows(
  count: number,
  { seed = 0, at = day }: { seed?: number; at?: number } = {},
): string[] {
  const reports = Array.from({ length: count }, (_, index) => {
    const parsed = parseReport(
      {
        deviceId: `device-${seed}-${index % 500}`,
        timestamp: new Date(at + index * 1_000).toISOString(),
        latitude: 35.6 + (index % 1_000) / 10_000,
        longitude: 139.7 + (index % 777) / 10_000,
        accuracy: 5 + (index % 50) / 10,
        speed: (index % 300) / 10,
        battery: (index % 100) / 100,
      },
      { now: at, lateWindowDays: 365, futureWindowHours: 24 * 365 },
    );
    if (!parsed.ok) {
      throw new Error(JSON.stringify(parsed.issues));
    }
    return parsed.report;
  });
  return workRows(reports, { at: at + 60_000, timeZone: "Asia/Tokyo" });
}
