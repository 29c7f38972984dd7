import { businessDate } from "@ashiato/core/business-date";
import { stageItself } from "@ashiato/core/clients/rights";
import { sourceOfRow } from "@ashiato/core/work-row";
import { Resource } from "sst";
import { countUse } from "../aws/client-usage-table.ts";

/** The reports of a drain by their source. */
export type StoredReports = { add: (rows: readonly string[]) => void; sums: ReadonlyMap<string, number> };

/** Returns the sums of a drain, which are zero. */
export function storedReports(): StoredReports {
  const sums = new Map<string, number>();
  return {
    sums,
    add: (rows) => {
      for (const row of rows) {
        const client = sourceOfRow(row) || stageItself;
        sums.set(client, (sums.get(client) ?? 0) + 1);
      }
    },
  };
}

/**
 * Adds the sums of a drain to what each client used today: one write for each client, whatever the number of
 * reports. Returns the failures. A sum that could not be added is lost: the reports themselves are stored.
 */
export async function countStored({ sums }: StoredReports): Promise<unknown[]> {
  const today = businessDate(Date.now(), Resource.Settings.timeZone);
  const counted = [...sums].map(([client, reports]) => countUse(client, today, { reports }));
  const ends = await Promise.allSettled(counted);
  return ends.flatMap((end) => (end.status === "rejected" ? [end.reason] : []));
}
