import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { findTrackPiece, packTracks, readTrackPiece, trackHeadBytes } from "./track-file.ts";

function row(device: string, minute: number, source = ""): string {
  const time = `2026-11-21 03:${String(minute).padStart(2, "0")}:00.000000`;
  return `2026-11-21,${device},${time},1.0000000,2.0000000,,,,,,,,00000000-0000-4000-8000-000000000000,${time},${source}`;
}

const devices = Array.from({ length: 200 }, (_, index) => `device-${index}`);
const rows = [2, 0, 1].flatMap((minute) => devices.map((device) => row(device, minute)));

async function track(file: Buffer, device: string): Promise<string[]> {
  const piece = findTrackPiece(file.subarray(0, trackHeadBytes), device);
  return readTrackPiece(file.subarray(piece.start, piece.end), piece, device);
}

test("a device's rows are read from its piece alone, oldest first", async () => {
  const file = await packTracks(rows);
  for (const device of devices) {
    expect(await track(file, device)).toEqual([0, 1, 2].map((minute) => row(device, minute)));
  }
  expect(await track(file, "unknown")).toEqual([]);
  const { start, end } = findTrackPiece(file.subarray(0, trackHeadBytes), "device-7");
  expect(end - start).toBeLessThan(file.length / 10);
});

test("the file is a gzip file of all rows", async () => {
  const text = gunzipSync(await packTracks(rows)).toString();
  expect(text.split("\n").slice(0, -1).toSorted()).toEqual(rows.toSorted());
  expect(gunzipSync(await packTracks([])).toString()).toBe("");
});

test("a changed bit in the index or in the piece is found", async () => {
  const file = await packTracks([row("a", 1)]);
  const changed = (byte: number) => {
    const copy = Buffer.from(file);
    copy.writeUInt8(copy.readUInt8(byte) ^ 1, byte);
    return copy;
  };
  for (let byte = 16; byte < trackHeadBytes; byte += 1) {
    await expect(track(changed(byte), "a")).rejects.toThrow("is not a whole index of tracks");
  }
  await expect(track(file.subarray(0, 100), "a")).rejects.toThrow("is not a whole index of tracks");
  const { start } = findTrackPiece(file.subarray(0, trackHeadBytes), "a");
  await expect(track(changed(start + 8), "a")).rejects.toThrow("its checksum is wrong");
});
