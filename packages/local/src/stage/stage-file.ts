import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";

const texts = z.record(z.string(), z.string());

/** What commands need to reach a running stage: `stage.json` in its directory, there for as long as the stage runs. */
const stageFileSchema = z.object({
  stage: z.string(),
  /** Process that runs the stage. */
  pid: z.int(),
  /** What `run()` of `sst.config.ts` returned. */
  outputs: texts,
  /** By these variables SDK clients find the stage. */
  environment: texts,
  tokens: z.object({ ingest: z.string(), download: z.string() }),
});

export type StageFile = z.infer<typeof stageFileSchema>;

/** Tells where a stage runs, until `remove`. The file holds tokens: only its owner may read it. */
export async function writeStageFile(
  directory: string,
  stage: StageFile,
): Promise<{ remove: () => Promise<void> }> {
  const file = path.join(directory, "stage.json");
  await writeFile(file, `${JSON.stringify(stage, null, 2)}\n`, { mode: 0o600 });
  return { remove: () => rm(file, { force: true }) };
}

/** The stage that runs in a directory; undefined if none does. A stage that was killed leaves its file: its process is asked for. */
export async function readStageFile(directory: string): Promise<StageFile | undefined> {
  try {
    const stage = stageFileSchema.parse(
      JSON.parse(await readFile(path.join(directory, "stage.json"), "utf8")),
    );
    process.kill(stage.pid, 0);
    return stage;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ESRCH") return undefined;
    throw error;
  }
}
