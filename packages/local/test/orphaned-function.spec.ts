// A function whose stage is gone, as the stage's pipes end one after the other.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Duplex } from "node:stream";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { frame } from "../src/services/lambda/frames.ts";
import { root } from "./support/evaluated.ts";

const script = fileURLToPath(new URL("../src/services/lambda/speak-with-stage.ts", import.meta.url));
const runtime = path.join(root, ".sst/platform/dist/nodejs-runtime/index.js");
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "ashiato-orphan-"));
  await writeFile(path.join(folder, "index.mjs"), "export const handler = async (event) => event;\n");
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Starts the function, and returns it with its pipes once it has asked for an event. */
async function startFunction(): Promise<{ child: ChildProcess; said: Duplex; events: Duplex }> {
  const child = spawn(process.execPath, [script, path.join(folder, "index.handler"), runtime], {
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
    env: { AWS_LAMBDA_RUNTIME_API: "127.0.0.1:9001" },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [, , , said, events] = child.stdio as unknown as Duplex[];
  if (said === undefined || events === undefined) {
    throw new Error("The function has no pipes");
  }
  const [asked] = (await once(said, "data")) as [Buffer];
  expect(String(asked)).toBe(frame("invocation/next"));
  return { child, said, events };
}

it("ends when it has nothing to do", async () => {
  const { child, events } = await startFunction();
  events.destroy();
  expect(await once(child, "exit")).toEqual([1, null]);
});

it("ends when it can no longer say what became of an event, however the runtime takes that", async () => {
  const { child, said, events } = await startFunction();
  said.destroy();
  events.write(frame("00000000-0000-4000-8000-000000000000 0 arn", "{}"));
  expect(await once(child, "exit")).toEqual([1, null]);
});
