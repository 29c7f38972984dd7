import { businessDate } from "@ashiato/core/business-date";
import { batchMarkerSchema } from "@ashiato/core/daily-batch/batch";
import {
  datesOfAges,
  type ExportMode,
  exportMode,
  wholeIsDue,
  type WholeLimits,
} from "@ashiato/core/daily-batch/export-mode";
import { countLateRows } from "@ashiato/core/export-document";
import { isRequest } from "@ashiato/core/run-keys";
import { Resource } from "sst";
import { findJson } from "../aws/objects.ts";
import { findExportsOfDate, type FoundExport } from "../batch/find-exports.ts";
import { inTurn } from "../batch/in-turn.ts";
import { isSupplementable } from "../batch/supplementable.ts";

/** A date to export, and how. */
export type ChosenDate = { date: string; mode: ExportMode };

/**
 * Returns dates whose late rows are to become part of their whole CSV today, though nothing of them is
 * pending, oldest first.
 */
export async function datesDue(now: number, limits: WholeLimits): Promise<string[]> {
  const today = businessDate(now, Resource.Settings.timeZone);
  return await inTurn(datesOfAges(today, limits), async (date) => {
    const current = (await findExportsOfDate(Resource.Downloads.name, date))[0];
    const due =
      current !== undefined &&
      countLateRows(current.supplements) > 0 &&
      wholeIsDue({ date, today, madeOn: madeOn(current) }, limits);
    return due ? [date] : [];
  });
}

/** Returns how each date is to be exported whose markers are these. */
export async function chooseModes(
  dates: readonly { date: string; markers: readonly string[]; own: boolean }[],
  now: number,
  limits: WholeLimits,
): Promise<ChosenDate[]> {
  const today = businessDate(now, Resource.Settings.timeZone);
  return await inTurn(dates, async ({ date, markers, own }) => {
    const current = (await findExportsOfDate(Resource.Downloads.name, date))[0];
    const requested = own || markers.length === 0 || markers.some(isRequest);
    const mode = exportMode(
      {
        date,
        today,
        requested,
        // Only a date that may get a supplement is worth the look.
        pendingRows: requested || current === undefined ? 0 : await countPending(markers),
        current: current && {
          supplementable: isSupplementable(current.document),
          rows: current.document.rows,
          lateRows: countLateRows(current.supplements),
          madeOn: madeOn(current),
        },
      },
      limits,
    );
    return [{ date, mode }];
  });
}

function madeOn({ document }: FoundExport): string {
  return businessDate(Date.parse(document.createdAt), Resource.Settings.timeZone);
}

async function countPending(markers: readonly string[]): Promise<number> {
  const found = await inTurn(markers, async (marker) => {
    // Undefined only if its rows have been exported since it was listed.
    const batch = await findJson(Resource.Lake.name, marker, batchMarkerSchema);
    return batch === undefined ? [] : [batch.rows];
  });
  return found.reduce((sum, rows) => sum + rows, 0);
}
