import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { readStageFile } from "@ashiato/local/stage/stage-file";
import { z } from "zod";

const root = join(import.meta.dirname, "../..");

const outputsSchema = z.object({
  stage: z.string(),
  timeZone: z.string(),
  apiUrl: z.string(),
  liveUrl: z.string(),
  reportsQueueUrl: z.string(),
  reportsQueueName: z.string(),
  deadReportsQueueUrl: z.string(),
  deadReportsQueueArn: z.string(),
  storeFunction: z.string(),
  storeSchedule: z.string(),
  dailyBatchSchedule: z.string(),
  lakeBucket: z.string(),
  downloadsBucket: z.string(),
  inboxBucket: z.string(),
  dailyBatchArn: z.string(),
  feedRoleArn: z.string(),
  fileIntakeArn: z.string(),
  /** Absent without users of SFTP. */
  sftpUrl: z.string().optional(),
  notificationsTopicArn: z.string(),
  workgroupName: z.string(),
  database: z.string(),
  warehouseSecretArn: z.string(),
});

/** A stage as commands use it: the outputs of the program, and the tokens of its API. */
export type CommandStage = z.infer<typeof outputsSchema> & {
  isLocal: boolean;
  /** The variables with which AWS clients find a local stage; none for a deployed one. */
  environment: Record<string, string>;
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
    throw new Error(
      `No local stage is running (looked in ${directory}). Start one in another terminal by npm start, and wait until it says that it is up; for a deployed stage, use --stage NAME.`,
    );
  }
  Object.assign(process.env, running.environment);
  const { environment, tokens } = running;
  return { ...readOutputs(running.outputs, "npm start"), isLocal: true, environment, tokens };
}

async function openDeployedStage(name: string): Promise<CommandStage> {
  const again = `npx sst deploy --stage ${name}`;
  const outputs = readOutputs(await readOutputsFile(again), again);
  if (outputs.stage !== name) {
    throw new Error(
      `${outputsFile} describes the stage ${outputs.stage}, not ${name}: run ${again} to write it for ${name}`,
    );
  }
  const { ASHIATO_INGEST_TOKEN: ingest = "", ASHIATO_DOWNLOAD_TOKEN: download = "" } = process.env;
  return { ...outputs, isLocal: false, environment: {}, tokens: { ingest, download } };
}

/** The path of the file to show, relative to the project. */
const outputsFile = ".sst/outputs.json";

async function readOutputsFile(again: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(join(root, outputsFile), "utf8"));
  } catch (cause) {
    if (cause instanceof SyntaxError) {
      throw new Error(`${outputsFile} is not JSON: run ${again} to write it again`, { cause });
    }
    throw new Error(`${outputsFile} is missing, which a deployment writes: run ${again}`, { cause });
  }
}

function readOutputs(outputs: unknown, again: string): z.infer<typeof outputsSchema> {
  const parsed = outputsSchema.safeParse(outputs);
  if (!parsed.success) {
    const names = parsed.error.issues.map(({ path }) => path.join(".")).join(", ");
    throw new Error(
      `The stage has no output ${names}, as it comes from another version of the app: run ${again}`,
    );
  }
  return parsed.data;
}
