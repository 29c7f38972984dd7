import { pictureBounds } from "../../pictures/picture.ts";
import type { Example, Operation } from "../operation.ts";
import { badRequest, notFound } from "./common.ts";
import { date, ownRowsOnly, version } from "./exports-common.ts";

/** Three rows of two devices, a minute apart. */
const picture: Example = ({ time, date, timeZone }) => {
  const hour = hourIn(timeZone, time);
  const first = new Date(Math.floor(Date.parse(time) / 1_000) * 1_000).toISOString().replace(".000Z", "Z");
  const cell = (x: number, y: number) => [
    x,
    y,
    ...Array.from({ length: 24 }, (_, at) => (at === hour ? 3 : 0)),
  ];
  return {
    format: 1,
    date,
    timeZone,
    version: 1,
    run: "api-1f2e3d4c5b6a7988",
    drawnAt: new Date(Date.parse(time) + 86_430_000).toISOString(),
    rows: 3,
    lateRows: 0,
    conflicts: 0,
    ledger: { rowsRead: 3, rowsWritten: 3, rowsRejected: 0 },
    devices: 2,
    bounds: pictureBounds,
    hours: [
      {
        hour,
        rows: 3,
        devices: 2,
        quality: { ok: 3, zero: 0, speed: 0, jump: 0 },
        gaps: [0, 0, 0, 1, 0, 0, 0],
        speeds: [0, 3, 0, 0, 0, 0, 0],
        accuracies: [0, 3, 0, 0, 0, 0, 0],
      },
    ],
    busiest: [
      { source: "", device: "phone-1", rows: 2, first, last: first },
      { source: "", device: "phone-2", rows: 1, first, last: first },
    ],
    grids: [
      { cellsPerDegree: 10, cells: [cell(1397, 356)], otherCells: 0, otherRows: 0 },
      { cellsPerDegree: 100, cells: [cell(13976, 3568)], otherCells: 0, otherRows: 0 },
      { cellsPerDegree: 500, cells: [cell(69883, 17840)], otherCells: 0, otherRows: 0 },
    ],
  };
};

function hourIn(timeZone: string, time: string): number {
  return Number(
    new Intl.DateTimeFormat("en", { timeZone, hour: "2-digit", hourCycle: "h23" }).format(new Date(time)),
  );
}

export const pictureOperations = {
  "GET /v1/exports/{date}/picture": {
    id: "getPicture",
    tag: "Exports",
    summary: "Get the picture of a business date",
    description:
      "Returns what the newest export of the date looks like, or the given `version` of it: rows by hour, device, place, speed, gap and quality, counted a short time after it was published. Late rows that came after that are not in it.",
    path: { date },
    query: { version },
    answers: {
      200: { description: "The picture", schema: "Picture", example: picture },
      400: badRequest('date must be a date yyyy-MM-dd, got "yesterday"'),
      403: ownRowsOnly,
      404: notFound("There is no export of 2001-01-01"),
    },
  },
} satisfies Record<string, Operation>;
