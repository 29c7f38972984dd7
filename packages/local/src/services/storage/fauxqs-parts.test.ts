import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { buildApp } from "fauxqs";
import { expect, test } from "vitest";
import { loadParts, tuneDatabase } from "./fauxqs-parts.ts";

test("this version of fauxqs has the parts that it does not export", async () => {
  const { SqsStore, SnsStore, S3Store, PersistenceManager, S3Error, computeCompositeChecksum } =
    await loadParts();
  const app = buildApp({
    logger: false,
    stores: { sqsStore: new SqsStore(), snsStore: new SnsStore(), s3Store: new S3Store() },
  });
  const answer = await app.inject({ method: "GET", url: "/nowhere/key" });
  expect([answer.statusCode, answer.body]).toEqual([
    404,
    expect.stringContaining("<Code>NoSuchBucket</Code>"),
  ]);
  expect(() => new S3Store().headObject("nowhere", "key")).toThrow(S3Error);
  expect(Object.getOwnPropertyNames(PersistenceManager.prototype)).toContain("loadSqsAndSns");
  const directory = await mkdtemp(path.join(tmpdir(), "ashiato-fauxqs-"));
  const messages = new PersistenceManager(directory);
  expect(() => tuneDatabase(messages, "PRAGMA synchronous = NORMAL")).not.toThrow();
  messages.close();
  await rm(directory, { recursive: true });
  // CRC32 of no bytes, as S3 writes it.
  expect(computeCompositeChecksum("CRC32", [])).toBe("AAAAAA==-0");
  await app.close();
});
