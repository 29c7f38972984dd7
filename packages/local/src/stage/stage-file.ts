import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { isDirectoryLocked } from "./stage-lock.ts";
import { writeWhole } from "../disk/write-whole.ts";

const texts = z.record(z.string(), z.string());

/**
 * What commands need to reach a running stage: `stage.json` in its directory, which exists while the stage
 * runs.
 */
const stageFileSchema = z.object({
  stage: z.string(),
  /** Id of the process that runs the stage. */
  pid: z.int(),
  /** The result of `run()` in `sst.config.ts`. */
  outputs: texts,
  /** The variables with which SDK clients find the stage. */
  environment: texts,
  tokens: z.object({ ingest: z.string(), download: z.string() }),
});

export type StageFile = z.infer<typeof stageFileSchema>;

/** Writes the address of a stage, until `remove`. The file holds tokens, so only its owner may read it. */
export async function writeStageFile(
  directory: string,
  stage: StageFile,
): Promise<{ remove: () => Promise<void> }> {
  await writeWhole(fileOf(directory), `${JSON.stringify(stage, null, 2)}\n`, { mode: 0o600 });
  return { remove: () => removeStageFile(directory) };
}

/** Removes the file that a killed stage left: a stage that starts is not up yet. */
export async function removeStageFile(directory: string): Promise<void> {
  await rm(fileOf(directory), { force: true });
}

/**
 * Returns the stage that runs in a directory; undefined if none does. A stage that was killed leaves its
 * file, but holds no lock.
 */
export async function readStageFile(directory: string): Promise<StageFile | undefined> {
  const file = fileOf(directory);
  if (!existsSync(file) || !isDirectoryLocked(directory)) {
    return undefined;
  }
  try {
    return stageFileSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      return undefined;
    }
    throw error;
  }
}

function fileOf(directory: string): string {
  return path.join(directory, "stage.json");
}
