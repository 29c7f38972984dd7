import * as z from "zod";
import { liveExportSchema, liveSelectionSchema } from "../live-exports/live-export.ts";

const { date, devices, box } = liveSelectionSchema.shape;
const { rows, bytes, complete, storedThrough } = liveExportSchema.shape;

const file = z
  .strictObject({
    name: z.string(),
    rows,
    bytes,
    url: z.url().describe("Leads to the file by a signed link, and counts the download"),
  })
  .meta({ id: "LiveExportFile" });

export const shownLiveExportSchema = z
  .strictObject({
    liveExport: z.string().describe("Id of the live export"),
    status: z.enum(["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]),
    startedAt: z.iso.datetime(),
    stoppedAt: z.iso.datetime().optional(),
    statusUrl: z.url().describe("URL to poll for the end"),
    date: date.describe("Business date of the rows"),
    devices: devices.describe("Rows of these devices alone; of all devices if absent"),
    box: box.describe("Rows in this area alone: west, south, east and north"),
    rows: rows.optional(),
    bytes: bytes.optional(),
    complete: complete
      .optional()
      .describe("False if a run moved rows meanwhile, again and again, so that some may be missing"),
    storedThrough: storedThrough.describe(
      "When the newest drain ended whose reports wait for a run; those that were accepted since may be missing",
    ),
    files: z.array(file).optional().describe("The CSV, once it is there; several if it is very large"),
    error: z.string().optional(),
    cause: z.string().optional(),
  })
  .meta({ id: "LiveExport", description: "An export of what is stored of a date so far" });

export type ShownLiveExport = z.infer<typeof shownLiveExportSchema>;
