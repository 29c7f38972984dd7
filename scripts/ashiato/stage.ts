import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { readStageFile } from "@ashiato/local/stage/stage-file";
import { z } from "zod";

const root = join(import.meta.dirname, "../..");

const outputsSchema = z.object({
  stage: z.string(),
  timeZone: z.string(),
  apiUrl: z.string(),
  reportsQueueUrl: z.string(),
  reportsQueueName: z.string(),
  storeFunction: z.string(),
  storeSchedule: z.string(),
  dailyBatchSchedule: z.string(),
  lakeBucket: z.string(),
  workgroupName: z.string(),
  database: z.string(),
  warehouseSecretArn: z.string(),
});

/** A stage as commands use it: the outputs of the program, and the tokens of its API. */
export type CommandStage = z.infer<typeof outputsSchema> & {
  isLocal: boolean;
  tokens: { ingest: string; download: string };
};

/**
 * Finds a stage. From then on every AWS client in this process uses it: the local stage through the endpoints
 * in its `stage.json`, any other with the usual credentials. Throws an Error that says what is missing.
 */
export async function openStage({
  stage,
  directory,
}: {
  stage: string;
  directory: string;
}): Promise<CommandStage> {
  return stage === "local" ? openLocalStage(directory) : openDeployedStage(stage);
}

async function openLocalStage(directory: string): Promise<CommandStage> {
  const running = await readStageFile(resolve(root, directory));
  if (running === undefined) {
    throw new Error(`No stage runs in ${directory}: run npm start`);
  }
  Object.assign(process.env, running.environment);
  return { ...outputsSchema.parse(running.outputs), isLocal: true, tokens: running.tokens };
}

async function openDeployedStage(name: string): Promise<CommandStage> {
  const file = join(root, ".sst/outputs.json");
  const outputs = outputsSchema.parse(JSON.parse(await readOutputs(file)));
  if (outputs.stage !== name) {
    throw new Error(
      `${file} describes stage ${outputs.stage}: run npx sst deploy --stage ${name} to write it for ${name}`,
    );
  }
  const { ASHIATO_INGEST_TOKEN: ingest = "", ASHIATO_DOWNLOAD_TOKEN: download = "" } = process.env;
  return { ...outputs, isLocal: false, tokens: { ingest, download } };
}

async function readOutputs(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new Error(
      `Cannot read the outputs of a deployment from ${file}: run npx sst deploy to write them`,
      { cause },
    );
  }
}
