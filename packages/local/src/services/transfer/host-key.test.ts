import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readHostKey } from "./host-key.ts";

test("makes a host key once, which only its owner may read", async () => {
  const directory = await mkdtemp(path.join(tmpdir(), "ashiato-host-key-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  const key = await readHostKey(directory);
  expect(key).toContain("BEGIN OPENSSH PRIVATE KEY");
  expect(await readHostKey(directory)).toBe(key);
  expect((await stat(path.join(directory, "transfer/host-key"))).mode & 0o777).toBe(0o600);
});
