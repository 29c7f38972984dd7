import { gzipSync } from "node:zlib";
import { HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { columns, schemaVersion } from "@ashiato/core/columns";
import { afterAll, beforeEach, expect, test } from "vitest";
import { context, startStage } from "./stage.ts";

const stage = await startStage();
const { handler: store } = await import("../src/store.ts");
const { handler: distribute } = await import("../src/distribute.ts");

beforeEach(() => stage.reset());
afterAll(() => stage.stop());

/**
 * A work row as each version of the columns wrote it, letter by letter. A version is added, and none is
 * changed: such rows lie on the queue and in the inbox when the next version is deployed.
 */
const first =
  "2026-11-21,phone-1,2026-11-21 02:59:00.000000,35.6800000,139.7600000,3.250,40.000,2.000,1.500,359.900,0.500,true," +
  "0b5e3f0e-6b1c-4b52-9d5b-0e3c2a7d9f10,2026-11-21 03:00:00.000000";
// Version 2 added a column to the CSV alone.
const released: Record<number, string> = { 1: first, 2: first, 3: `${first},acme` };

async function putWork(line: string): Promise<{ Key: string; Etag: string }> {
  const Key = "work/2026/11/21/a.csv.gz";
  const Metadata = { rows: "1" };
  await stage.s3.send(new PutObjectCommand({ Bucket: "lake", Key, Body: gzipSync(`${line}\n`), Metadata }));
  const { ETag = "" } = await stage.s3.send(new HeadObjectCommand({ Bucket: "lake", Key }));
  return { Key, Etag: ETag };
}

test("a row of every version is there", () => {
  expect(Object.keys(released).map(Number)).toEqual(
    Array.from({ length: schemaVersion }, (_, index) => index + 1),
  );
});

test.each(Object.entries(released))(
  "a message of version %s is stored and distributed, with empty fields for later columns",
  async (version, row) => {
    const MessageBody = `ashiato-locations/${version}\n${row}`;
    await stage.sqs.send(new SendMessageCommand({ QueueUrl: stage.queueUrl, MessageBody }));
    expect(await store({}, context)).toMatchObject({ messages: 1, reports: 1, rejected: 0 });
    const [Key = ""] = await stage.keys("lake", "work/");
    const stored = row + ",".repeat(columns.length + 1 - row.split(",").length);
    expect(await stage.workRows()).toEqual([stored]);
    const { ETag = "" } = await stage.s3.send(new HeadObjectCommand({ Bucket: "lake", Key }));
    const Items = [{ Key, Etag: ETag }];
    expect(await distribute({ BatchInput: { run: "r" }, Items })).toMatchObject({
      rowsWritten: 1,
      rowsRejected: 0,
    });
    const [file = ""] = await stage.keys("lake", "store/");
    expect(await stage.read("lake", file)).toBe(`${stored.slice("2026-11-21,".length)}\n`);
  },
);

test.each(Object.entries(released))(
  "a work object of version %s is distributed as it is: the warehouse reads NULL for later columns",
  async (_version, row) => {
    const Items = [await putWork(row)];
    expect(await distribute({ BatchInput: { run: "r" }, Items })).toMatchObject({
      rowsWritten: 1,
      rowsRejected: 0,
    });
    const [file = ""] = await stage.keys("lake", "store/");
    expect(file).toMatch(/^store\/dt=2026-11-21\//);
    expect(await stage.read("lake", file)).toBe(`${row.slice("2026-11-21,".length)}\n`);
  },
);
