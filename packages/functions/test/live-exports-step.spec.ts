// What a live export says of an inbox that a run empties meanwhile.
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { csvHeader } from "@ashiato/core/columns";
import { liveExportSchema } from "@ashiato/core/live-exports/live-export";
import { liveExportKey } from "@ashiato/core/live-keys";
import { workKey } from "@ashiato/core/work-keys";
import { afterAll, beforeEach, expect, test } from "vitest";
import { startStage } from "./stage.ts";

const stage = await startStage();
const { handler } = await import("../src/live-exports-step.ts");

const id = "live-0123456789abcdef-29916000";
const selection = { date: "2026-11-21", devices: ["phone-1"] };
const quality = { maxSpeedMetresPerSecond: 400, minJumpMetres: 1_000 };
const keys = [1, 2, 3].map((minute) =>
  workKey({ storedAt: new Date(Date.UTC(2026, 10, 21, 3, minute)), chunk: 0, hash: "0a1b2c3d" }),
);

beforeEach(async () => {
  stage.reset();
  for (const Key of keys.slice(0, 2)) {
    await put(Key);
  }
});
afterAll(() => stage.stop());

function put(Key: string): Promise<unknown> {
  return stage.s3.send(new PutObjectCommand({ Bucket: "lake", Key, Body: "rows" }));
}

async function begin() {
  const begun = await handler({ step: "begin", id, selection, quality });
  if (begun.result !== "begun") {
    throw new Error(`The step answered ${begun.result}`);
  }
  return begun;
}

async function finish(begun: Awaited<ReturnType<typeof begin>>, last: boolean) {
  return handler({ step: "finish", id, selection, attempt: begun.attempt, inbox: begun.inbox, last });
}

async function written() {
  const { Body } = await stage.s3.send(new GetObjectCommand({ Bucket: "downloads", Key: liveExportKey(id) }));
  return liveExportSchema.parse(JSON.parse((await Body?.transformToString()) ?? ""));
}

test("an object that leaves the inbox makes it read the rows again, and at last say that some may lack", async () => {
  const begun = await begin();
  await stage.s3.send(new DeleteObjectCommand({ Bucket: "lake", Key: keys[0] ?? "" }));
  expect(await finish(begun, false)).toEqual({ result: "again" });
  await expect(written()).rejects.toThrow("does not exist");
  expect(await finish(begun, true)).toMatchObject({ result: "written", complete: false });
  expect(await written()).toMatchObject({ complete: false, storedThrough: "2026-11-21T03:02:00.000Z" });
});

test("an object that comes meanwhile changes nothing, and each round writes to a prefix of its own", async () => {
  const begun = await begin();
  await put(keys[2] ?? "");
  expect(await finish(begun, false)).toMatchObject({ result: "written", complete: true });
  const next = await begin();
  expect(next.inbox.last).toBe(keys[2]);
  expect(next.unload).not.toBe(begun.unload);
});

test("no rows are a file with the header alone", async () => {
  expect(await finish(await begin(), true)).toMatchObject({ rows: 0, files: 1 });
  const { files } = await written();
  const { Body } = await stage.s3.send(
    new GetObjectCommand({ Bucket: "downloads", Key: files[0]?.key ?? "" }),
  );
  expect(await Body?.transformToString()).toBe(`${csvHeader}\n`);
});
