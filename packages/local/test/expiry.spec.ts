import { ListObjectsV2Command, ListObjectVersionsCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { parseReceiptKey } from "@ashiato/core/intake-keys";
import { SimulatedClock } from "@ashiato/states/clock";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { report, RunningStage } from "./support/running-stage.ts";

const day = 86_400_000;
const clock = new SimulatedClock(Date.now());
let app: RunningStage;

// Of production, where exports are kept for two years.
beforeAll(async () => {
  app = await RunningStage.start({ stage: "production", clock });
}, 300_000);

afterAll(async () => {
  await app?.stop();
});

/** Returns how many versions of objects, and how many delete markers, are below a prefix. */
async function versions(Prefix: string): Promise<{ objects: number; markers: number }> {
  const { Versions = [], DeleteMarkers = [] } = await app.s3.send(
    new ListObjectVersionsCommand({ Bucket: app.output("lakeBucket"), Prefix }),
  );
  return { objects: Versions.length, markers: DeleteMarkers.length };
}

/** Returns the keys of exports, without pictures, which are drawn after them. */
async function exportKeys(): Promise<string[]> {
  const keys = await app.keys("downloadsBucket", "exports/");
  return keys.filter((key) => !key.endsWith("/picture.json.gz"));
}

it("expires the records of a run after their retention, and the old versions of its inputs before", async () => {
  expect((await app.post({ locations: [report("a", 1), report("b", 2)] })).status).toBe(202);
  await app.invoke("Store");
  const [work = ""] = await app.keys("lakeBucket", "work/");
  expect((await app.runBatch()).status).toBe("SUCCEEDED");
  const exports = await exportKeys();
  expect(exports.length).toBeGreaterThan(1);
  expect(await app.keys("lakeBucket", "runs/")).not.toEqual([]);
  // The run deleted its input, which could still be brought back.
  expect(await versions(work)).toEqual({ objects: 1, markers: 1 });

  await clock.skip(32 * day);
  await vi.waitFor(async () => expect((await versions(work)).objects).toBe(0));
  await clock.skip(day);
  await vi.waitFor(async () => expect(await versions(work)).toEqual({ objects: 0, markers: 0 }));
  expect(await app.keys("lakeBucket", "runs/")).not.toEqual([]);

  await clock.skip(60 * day);
  await vi.waitFor(async () => expect(await app.keys("lakeBucket", "runs/")).toEqual([]));
  expect(await app.keys("lakeBucket", "batches/")).toEqual([]);
  expect(await exportKeys()).toEqual(exports);
  expect(await app.keys("lakeBucket", "store/")).not.toEqual([]);
});

it("expires files of the inbox after a month, and what is known of them later", async () => {
  const inbox = { Bucket: app.output("inboxBucket") };
  const Body = "device_id,recorded_at,latitude,longitude\na,never,35,139\n";
  await app.s3.send(new PutObjectCommand({ ...inbox, Key: "partner/bad.csv", Body }));
  const known = await vi.waitFor(
    async () => {
      const keys = await app.keys("lakeBucket", "intake/partner/");
      const receipt = keys.find(parseReceiptKey) ?? "";
      expect(JSON.parse(await app.read("lakeBucket", receipt))).toMatchObject({ status: "failed" });
      return keys;
    },
    { interval: 100 },
  );
  expect(known.filter((key) => key.endsWith("rejects.jsonl.gz"))).toHaveLength(1);
  await clock.skip(31 * day);
  await vi.waitFor(async () => {
    const { KeyCount } = await app.s3.send(new ListObjectsV2Command(inbox));
    expect(KeyCount).toBe(0);
  });
  expect(await app.keys("lakeBucket", "intake/partner/")).toEqual(known);
  await clock.skip(61 * day);
  await vi.waitFor(async () => expect(await app.keys("lakeBucket", "intake/")).toEqual([]));
});
