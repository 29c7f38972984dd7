import { startStage } from "@ashiato/local/stage/start-stage";
import { z } from "zod";

/** The parts of the stage that the demo uses: only those that users and schedules have on AWS. */
export type DemoStage = {
  apiUrl: string;
  /** Bearer token for sending reports. */
  ingestToken: string;
  /** Lambda function that the schedule of `store` invokes. */
  storeFunction: string;
  /** Bearer token for fetching exports. */
  downloadToken: string;
};

const outputsSchema = z.object({ apiUrl: z.string() });

export type DemoStageOptions = {
  /** Folder of `sst.config.ts`. */
  root: string;
  /** Where the stage keeps its state. */
  directory: string;
  /** Continues with the existing state. */
  keep: boolean;
  /** Names what the stage does not serve. */
  verbose: boolean;
  say: (line: string) => void;
};

/** Starts a local stage without its schedules; from then on every AWS client in this process uses it. */
export async function startDemoStage({
  root,
  directory,
  keep,
  verbose,
  say,
}: DemoStageOptions): Promise<DemoStage & AsyncDisposable> {
  const stage = await startStage({
    root,
    stage: "demo",
    directory,
    fresh: !keep,
    verbose,
    schedules: false,
    say,
  });
  Object.assign(process.env, stage.environment);
  return {
    ...outputsSchema.parse(stage.outputs),
    ingestToken: stage.tokens.ingest,
    downloadToken: stage.tokens.download,
    storeFunction: stage.functionName("Store"),
    [Symbol.asyncDispose]: stage.close,
  };
}
