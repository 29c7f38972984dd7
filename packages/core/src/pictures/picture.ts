import * as z from "zod";
import { runLedgerSchema } from "../daily-batch/run-ledger.ts";

const count = z.int().nonnegative();

/** Version of the picture's form. A reader refuses one that it does not know. */
export const pictureFormat = 1;

/**
 * Upper bounds of the buckets, each exclusive but for the last bucket, which has none: a distribution has one
 * count more than bounds.
 */
export const pictureBounds = {
  /** Seconds from a device's fix to its next one. */
  gapSeconds: [5, 15, 60, 300, 900, 3_600],
  /** Reported speed in metres a second: standing, on foot, in town, on the road, faster. */
  speedMetresPerSecond: [0.5, 2, 5, 14, 28, 56],
  /** Reported accuracy in metres. */
  accuracyMetres: [5, 10, 25, 50, 100, 500],
} as const;

/** Cells of a degree, from the coarsest grid on: some 11 km, 1.1 km and 220 m from south to north. */
export const gridCellsPerDegree = [10, 100, 500] as const;
/**
 * The cells of a grid that are listed, those with the most rows first. Three grids of so many are below a
 * megabyte, compressed, whatever the day: `picture.test.ts`.
 */
export const maxCells = 4_000;
/** The devices that are listed, those with the most rows first. */
export const maxBusiest = 200;

export const hoursOfDay = 24;

const distribution = z.array(count);

const hourSchema = z
  .strictObject({
    hour: z.int().min(0).max(23).describe("Hour of the business date, in the stage's time zone"),
    rows: count,
    devices: count.describe("Devices with a row in the hour"),
    quality: z
      .strictObject({ ok: count, zero: count, speed: count, jump: count })
      .describe("Rows by `quality`"),
    gaps: distribution.describe("Rows by the seconds since the device's previous fix of the date"),
    speeds: distribution.describe("Rows by the reported speed; those without one are in none"),
    accuracies: distribution.describe("Rows by the reported accuracy; those without one are in none"),
  })
  .meta({ id: "PictureHour" });

const gridSchema = z
  .strictObject({
    cellsPerDegree: z.int().positive().describe("A cell is a degree divided by this, in both directions"),
    cells: z
      .array(z.array(z.int()).length(2 + hoursOfDay))
      .describe(
        "Each cell: floor(longitude × cellsPerDegree), floor(latitude × cellsPerDegree), then its rows of each hour from 0 to 23; the cells with the most rows first",
      ),
    otherCells: count.describe("Cells that are not listed"),
    otherRows: count.describe("Rows in them"),
  })
  .meta({ id: "PictureGrid" });

/**
 * `picture.json.gz` beside `export.json`: what a day looks like, in counts. Rows whose quality is `zero` are
 * in no cell.
 */
export const pictureSchema = z
  .strictObject({
    format: z.literal(pictureFormat).describe("Version of this form"),
    date: z.iso.date(),
    timeZone: z.string(),
    version: z.int().positive(),
    run: z.string(),
    drawnAt: z.iso.datetime(),
    rows: count.describe("Rows of the version and of the supplements that it had when the picture was drawn"),
    lateRows: count.describe("How many of the rows are of supplements"),
    conflicts: count.describe("Contents that the version left out"),
    ledger: z
      .strictObject({
        rowsRead: count,
        rowsWritten: count,
        rowsRejected: count,
        rejected: runLedgerSchema.shape.rejected,
      })
      .optional()
      .describe("What the run read, of all its dates, and what became of it"),
    devices: count,
    bounds: z
      .strictObject({
        gapSeconds: z.array(z.number()),
        speedMetresPerSecond: z.array(z.number()),
        accuracyMetres: z.array(z.number()),
      })
      .describe("Upper bounds of the distributions' buckets, exclusive; the last bucket has none"),
    hours: z.array(hourSchema).describe("The hours that have rows, in order"),
    busiest: z
      .array(
        z.strictObject({
          source: z.string().describe("The client that sent the rows; empty for the stage's own token"),
          device: z.string(),
          rows: count,
          first: z.iso.datetime().describe("Its first fix"),
          last: z.iso.datetime().describe("Its last fix"),
        }),
      )
      .describe(`The devices with the most rows, at most ${maxBusiest}`),
    grids: z.array(gridSchema).describe("Where the rows are, by grids from coarse to fine"),
  })
  .meta({ id: "Picture", description: "What a day looks like, in counts" });

export type Picture = z.infer<typeof pictureSchema>;
export type PictureGrid = Picture["grids"][number];
