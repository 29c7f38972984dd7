import { ListObjectVersionsCommand } from "@aws-sdk/client-s3";
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

it("expires the records of a run after their retention, and the old versions of its inputs before", async () => {
  expect((await app.post({ locations: [report("a", 1), report("b", 2)] })).status).toBe(202);
  await app.invoke("Store");
  const [work = ""] = await app.keys("lakeBucket", "work/");
  expect((await app.runBatch()).status).toBe("SUCCEEDED");
  const exports = await app.keys("downloadsBucket", "exports/");
  expect(exports.length).toBeGreaterThan(1);
  expect(await app.keys("lakeBucket", "runs/")).not.toEqual([]);
  // The run deleted its input, which could still be brought back.
  expect(await versions(work)).toEqual({ objects: 1, markers: 1 });

  await clock.skip(32 * day);
  await vi.waitFor(async () => expect((await versions(work)).objects).toBe(0), { timeout: 30_000 });
  await clock.skip(day);
  await vi.waitFor(async () => expect(await versions(work)).toEqual({ objects: 0, markers: 0 }), {
    timeout: 30_000,
  });
  expect(await app.keys("lakeBucket", "runs/")).not.toEqual([]);

  await clock.skip(60 * day);
  await vi.waitFor(async () => expect(await app.keys("lakeBucket", "runs/")).toEqual([]), {
    timeout: 30_000,
  });
  expect(await app.keys("lakeBucket", "batches/")).toEqual([]);
  expect(await app.keys("downloadsBucket", "exports/")).toEqual(exports);
  expect(await app.keys("lakeBucket", "store/")).not.toEqual([]);
});
