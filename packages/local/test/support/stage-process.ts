// Runs a stage in a process of its own, so that a spec can kill it: `node stage-process.ts DIRECTORY`.
import { startStage } from "../../src/stage/start-stage.ts";
import { root } from "./evaluated.ts";

const directory = process.argv[2];
if (!directory) {
  throw new Error("stage-process needs the stage's directory");
}
await startStage({ root, stage: "local", directory, say: () => undefined });
