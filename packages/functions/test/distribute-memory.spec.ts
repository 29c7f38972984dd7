import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { HeadObjectCommand } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { afterAll, expect, test } from "vitest";
import { makeRows } from "./reports.ts";
import { startStage } from "./stage.ts";

const stage = await startStage();

afterAll(() => stage.stop());

const megabyte = 1_048_576;

async function distributeRows(repeats: number): Promise<{ rowsWritten: number; peakBytes: number }> {
  // Members of gzip in a row are one gzip file: a large object is made of a small one.
  const rows = makeRows(20_000);
  const member = gzipSync(rows.map((row) => `${row}\n`).join(""), { level: 1 });
  const Key = `work/2026/11/21/${repeats}.csv.gz`;
  const Body = Buffer.concat(Array.from({ length: repeats }, () => member));
  const Metadata = { rows: String(rows.length * repeats) };
  await new Upload({ client: stage.s3, params: { Bucket: "lake", Key, Body, Metadata } }).done();
  const { ETag } = await stage.s3.send(new HeadObjectCommand({ Bucket: "lake", Key }));
  const event = JSON.stringify({
    BatchInput: { run: "run-1" },
    Items: [{ Key, Etag: ETag, Size: Body.length }],
  });
  const child = new URL("distribute-process.ts", import.meta.url).pathname;
  const { stdout } = await promisify(execFile)(process.execPath, [child, event]);
  const { result, peakBytes } = JSON.parse(stdout) as { result: { rowsWritten: number }; peakBytes: number };
  return { rowsWritten: result.rowsWritten, peakBytes };
}

test("an object of 170 megabytes takes no more memory than one of 17", async () => {
  const small = await distributeRows(5);
  const large = await distributeRows(50);
  expect(small.rowsWritten).toBe(100_000);
  expect(large.rowsWritten).toBe(1_000_000);
  expect(large.peakBytes - small.peakBytes).toBeLessThan(60 * megabyte);
});
