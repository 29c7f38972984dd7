import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

const devices = 1_000;
const rowsOfPiece = 10_000;

/** Writes a plain CSV of devices that each report once a second, the last of them an hour ago. */
export async function makeCsv(file: string, rows: number, now: number): Promise<void> {
  const start = now - 3_600_000 - (rows / devices) * 1_000;
  await pipeline(Readable.from(pieces(rows, start)), createWriteStream(file));
}

function* pieces(rows: number, start: number): Generator<string> {
  yield "device_id,recorded_at,latitude,longitude,accuracy_m,speed_mps\n";
  for (let first = 0; first < rows; first += rowsOfPiece) {
    let piece = "";
    for (let row = first; row < Math.min(first + rowsOfPiece, rows); row += 1) {
      const second = Math.floor(row / devices);
      const at = new Date(start + second * 1_000).toISOString();
      const latitude = (35 + ((row * 7) % 900_000) / 1e6).toFixed(6);
      const longitude = (139 + ((row * 13) % 900_000) / 1e6).toFixed(6);
      piece += `van-${row % devices},${at},${latitude},${longitude},${(row % 20) + 1},${second % 30}\n`;
    }
    yield piece;
  }
}
