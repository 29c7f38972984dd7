// Takes a directory when it is told to, and keeps it until it is killed: `node lock-process.ts DIRECTORY`.
import { once } from "node:events";
import { lockDirectory } from "../../src/stage/stage-lock.ts";

const directory = process.argv[2];
if (!directory) throw new Error("lock-process needs a directory");
process.stdout.write("ready\n");
await once(process.stdin, "data");
try {
  await lockDirectory(directory);
  process.stdout.write("held\n");
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
}
