import { createHash } from "node:crypto";
import * as z from "zod";
import { addCalendarDays, businessDate } from "../business-date.ts";
import { isCalendarDate } from "../timestamps.ts";
import { deviceId } from "../value-rules.ts";

/** A statement has at most 100 KB, and each id takes up to 66 bytes of it. */
const maxDevices = 100;
/** Who asks for the same again within this time gets the first answer. */
const sharedMilliseconds = 60_000;

/** Which rows of a date a live export has. */
export const liveSelectionSchema = z.strictObject({
  date: z.iso.date(),
  devices: z.array(deviceId).min(1).max(maxDevices).optional(),
  /** West, south, east and north in degrees; a west beyond the east crosses the antimeridian. */
  box: z.array(z.number()).length(4).optional(),
});

export type LiveSelection = z.infer<typeof liveSelectionSchema>;

const namedDates = ["today", "yesterday"] as const;

/** The body of `POST /v1/live/exports`. */
export const liveExportRequestSchema = z
  .strictObject({
    date: z
      .string("must be a string")
      .refine(
        (text) => namedDates.some((name) => name === text) || isCalendarDate(text),
        "must be today, yesterday or a date yyyy-MM-dd",
      )
      .optional()
      .describe("`today` or `yesterday`, or one of the two as a business date; defaults to today"),
    devices: z
      .array(deviceId)
      .min(1)
      .max(maxDevices)
      .optional()
      .describe("Rows of these devices alone; of all devices if absent"),
    box: z
      .array(z.number())
      .length(4)
      .refine(isBox, "must be [west, south, east, north] in degrees, the south not beyond the north")
      .optional()
      .describe(
        "Rows in this area alone: west, south, east and north; a west beyond the east crosses the antimeridian",
      ),
  })
  .meta({ id: "LiveExportRequest" });

/** Returns the selection of a request, in one form for all that ask for the same. */
export function liveSelection(
  { date = "today", devices, box }: z.infer<typeof liveExportRequestSchema>,
  { now, timeZone }: { now: number; timeZone: string },
): LiveSelection {
  const today = businessDate(now, timeZone);
  const dates: Record<string, string> = { today, yesterday: addCalendarDays(today, -1) };
  return {
    date: dates[date] ?? date,
    ...(devices && { devices: [...new Set(devices)].toSorted() }),
    ...(box && { box }),
  };
}

/** Returns whether a selection is of a date whose rows are still coming in: today, or yesterday. */
export function isLive(
  { date }: LiveSelection,
  { now, timeZone }: { now: number; timeZone: string },
): boolean {
  const today = businessDate(now, timeZone);
  return date === today || date === addCalendarDays(today, -1);
}

/**
 * Returns the ids that a live export of the selection may have now: the one to start, and the one before it,
 * which is to be shared if it began less than a minute ago.
 */
export function liveExportIds(selection: LiveSelection, now: number): { own: string; before: string } {
  const hash = createHash("sha256").update(JSON.stringify(selection)).digest("hex").slice(0, 16);
  const minute = Math.floor(now / sharedMilliseconds);
  return { own: `live-${hash}-${minute}`, before: `live-${hash}-${minute - 1}` };
}

/** Returns whether a live export that began then is to be shared with who asks for the same now. */
export function isShared(startedAt: number, now: number): boolean {
  return now - startedAt < sharedMilliseconds;
}

const count = z.int().nonnegative();

/** What the inbox held: the last of its objects, and a hash of the names of all up to it. */
export const inboxStateSchema = z.strictObject({ last: z.string(), objects: count, hash: z.string() });

export type InboxState = z.infer<typeof inboxStateSchema>;

/** Returns what the inbox holds of the keys up to `last`, by default of all. */
export function inboxState(keys: readonly string[], last = keys.at(-1) ?? ""): InboxState {
  const held = keys.filter((key) => key <= last);
  const hash = createHash("sha256").update(held.join("\n")).digest("hex");
  return { last, objects: held.length, hash };
}

/** `live/<id>/export.json`: a live export that is there. */
export const liveExportSchema = z.strictObject({
  id: z.string(),
  selection: liveSelectionSchema,
  /** Whether no object left the inbox while the rows were read. */
  complete: z.boolean(),
  /** When the newest object of the inbox was stored; absent if it was empty. */
  storedThrough: z.iso.datetime().optional(),
  createdAt: z.iso.datetime(),
  rows: count,
  bytes: count,
  files: z.array(z.strictObject({ key: z.string(), name: z.string(), rows: count, bytes: count })),
});

export type LiveExport = z.infer<typeof liveExportSchema>;

/** What the steps around the warehouse's UNLOAD answer, tagged for the state machine. */
export type LiveStep =
  | { result: "begun"; addPartition: string; unload: string; attempt: string; inbox: InboxState }
  | { result: "again" }
  | { result: "written"; rows: number; bytes: number; files: number; complete: boolean };

function isBox([west = 0, south = 0, east = 0, north = 0]: readonly number[]): boolean {
  const longitudes = [west, east].every((degrees) => Math.abs(degrees) <= 180);
  return longitudes && Math.abs(south) <= 90 && Math.abs(north) <= 90 && south <= north;
}
