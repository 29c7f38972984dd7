// Tries to take a directory at each line that it reads, and keeps it until it is killed: `node
// lock-process.ts DIRECTORY`.
import { createInterface } from "node:readline";
import { lockDirectory } from "../../src/stage/stage-lock.ts";

const directory = process.argv[2];
if (!directory) {
  throw new Error("lock-process needs a directory");
}
process.stdout.write("ready\n");
for await (const _ of createInterface({ input: process.stdin })) {
  try {
    await lockDirectory(directory);
    process.stdout.write("held\n");
  } catch (error) {
    process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
  }
}
