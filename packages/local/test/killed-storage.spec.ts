import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { testCredentials } from "./support/test-credentials.ts";
import { HotWriter } from "./support/hot-writer.ts";

const rounds = 15;
const script = path.join(import.meta.dirname, "support/storage-process.ts");

let directory: string;
let server: ChildProcess | undefined;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "ashiato-killed-"));
});

afterEach(async () => {
  await kill();
  await rm(directory, { recursive: true, force: true });
});

async function start(): Promise<S3Client> {
  const child = (server = spawn(process.execPath, [script, directory], {
    stdio: ["ignore", "pipe", "inherit"],
  }));
  const { value: endpoint } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  expect(endpoint, "the storage started").toMatch(/^http:/);
  return new S3Client({
    endpoint: String(endpoint),
    region: "ap-northeast-1",
    credentials: testCredentials,
    forcePathStyle: true,
    maxAttempts: 1,
  });
}

async function kill(): Promise<void> {
  if (server === undefined || server.signalCode !== null) {
    return;
  }
  const gone = once(server, "exit");
  server.kill("SIGKILL");
  await gone;
}

it("starts after each of many kills amid writes, with every object as it was confirmed", async () => {
  const writers = Array.from({ length: 4 }, (_, index) => new HotWriter("lake", `w${index}/`));
  const writes = (): number => writers.reduce((sum, each) => sum + each.writes, 0);
  let s3 = await start();
  await s3.send(new CreateBucketCommand({ Bucket: "lake" }));
  for (let round = 0; round < rounds; round += 1) {
    const before = writes();
    const writing = writers.map((writer) => writer.writeUntilItFails(s3));
    await vi.waitFor(() => expect(writes()).toBeGreaterThan(before + 60 + round), { interval: 1 });
    await kill();
    await Promise.all(writing);
    s3.destroy();
    s3 = await start();
    for (const writer of writers) {
      expect(await writer.differences(s3)).toEqual([]);
    }
  }
  s3.destroy();
}, 300_000);
