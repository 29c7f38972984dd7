import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type InputRecord, readBatches } from "./read-batches.ts";
import { RejectsFile } from "./rejects-file.ts";

const options = { timeZone: "UTC" };

async function batches(path: string, size = 10): Promise<InputRecord[][]> {
  const found: InputRecord[][] = [];
  for await (const { records } of readBatches(path, { size, options })) {
    found.push(records);
  }
  return found;
}

test("a rejected report can be mended in the file and sent as it is, and a line that cannot be read is shown", async () => {
  const directory = await mkdtemp(join(tmpdir(), "ashiato-rejects-"));
  const path = join(directory, "rejected.csv");
  const rejects = await RejectsFile.open(path, false, () => undefined);
  const report = {
    deviceId: "a",
    timestamp: "2026-11-21T00:00:00.000000Z",
    latitude: 95,
    longitude: 139.5,
    battery: 0.5,
    charging: true,
  };
  await rejects.add([
    {
      record: { kind: "report", place: 2, text: "x", report },
      reason: "latitude must be at most 90, got 95",
    },
  ]);
  await rejects.add([
    {
      record: { kind: "refused", place: 7, text: 'a,"b', reason: "no" },
      reason: "it has a quote that is never closed",
    },
  ]);

  const text = await readFile(path, "utf8");
  expect(text.split("\n")[0]).toMatch(
    /^device_id,recorded_at,.*,rejected_place,rejected_because,rejected_text$/,
  );
  const [records] = await batches(path);
  expect(records).toEqual([
    expect.objectContaining({ kind: "report", report }),
    expect.objectContaining({ kind: "refused", text: expect.stringContaining("never closed") }),
  ]);
});

test("reports come in numbered groups; what is passed over is in none", async () => {
  const directory = await mkdtemp(join(tmpdir(), "ashiato-batches-"));
  const path = join(directory, "walk.gpx");
  const point = (name: string) => `<${name} lat="1" lon="2"><time>2026-11-21T00:00:00Z</time></${name}>`;
  await writeFile(path, `<gpx>${point("trkpt")}${point("rtept")}${point("trkpt")}${point("trkpt")}</gpx>`);
  const found = await batches(path, 2);
  expect(found.map(({ length }) => length)).toEqual([2, 1]);
  expect(found.flat()[0]).toMatchObject({ kind: "report", report: { deviceId: "walk" } });
});
