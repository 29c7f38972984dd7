// Runs the local S3 and SQS in a process of its own, so that a spec can kill it: `node storage-process.ts
// DIRECTORY` prints its address.
import { openGate } from "../../src/services/gate.ts";
import { testCredentials } from "./test-credentials.ts";
import { serveStorage } from "../../src/services/storage/serve-storage.ts";

const directory = process.argv[2];
if (!directory) {
  throw new Error("storage-process needs a directory");
}
const region = "ap-northeast-1";
const { url } = await serveStorage({
  directory,
  region,
  port: 0,
  gate: openGate,
  credentials: testCredentials,
});
process.stdout.write(`${url}\n`);
