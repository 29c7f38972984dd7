import type { ResultWriter } from "../definition/batcher-and-writer.ts";
import type { MapState } from "../definition/state-machine-definition.ts";
import { evaluateJsonataField, evaluateTemplate } from "../state-execution/fields.ts";
import { messageOf, StateFailure } from "../errors.ts";
import type { Visit } from "../state-execution/visit.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import type { ChildExecutions, ChildRecord } from "../map-runs/child-executions.ts";
import { resultsOf } from "./result-form.ts";
import { eventLoopYielder } from "../event-loop.ts";

/** AWS continues in another file after 5 GB; ours fit in memory. */
const fileBytes = 8 * 1024 * 1024;

export type ResultDestination = { bucket: string; prefix: string };

/** Returns where the results go, or undefined for a writer that only forms them. */
export async function resultDestination(
  visit: Visit<MapState>,
  writer: ResultWriter | undefined,
  input: JsonValue,
): Promise<ResultDestination | undefined> {
  if (writer?.Resource === undefined) {
    return undefined;
  }
  const evaluated =
    visit.language === "JSONata"
      ? await evaluateJsonataField(
          visit,
          { value: writer.Arguments ?? {}, location: "ResultWriter/Arguments" },
          { input },
        )
      : evaluateTemplate(visit, writer.Parameters ?? {}, input);
  const { Bucket: bucket, Prefix: prefix = "" } = isJsonObject(evaluated) ? evaluated : {};
  if (typeof bucket !== "string" || typeof prefix !== "string") {
    throw new StateFailure(
      "States.ResultWriterFailed",
      "The ResultWriter's Bucket or Prefix is not a string.",
    );
  }
  return { bucket, prefix };
}

/**
 * Writes SUCCEEDED_n, FAILED_n and the manifest below `<prefix>/<map run's id>/` and returns the state's
 * result. Throws `States.ResultWriterFailed` for what S3 refuses.
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
 */
export async function writeResults(
  visit: Visit<MapState>,
  { bucket, prefix }: ResultDestination,
  children: ChildExecutions,
): Promise<JsonObject> {
  const { record } = children.mapRun;
  const id = record.mapRunArn.slice(record.mapRunArn.lastIndexOf(":") + 1);
  const folder = prefix === "" ? id : `${prefix.replace(/\/$/, "")}/${id}`;
  const config = visit.state.ResultWriter?.WriterConfig;
  const put = async (key: string, body: string) => {
    try {
      await visit.run.integrations.s3.putObject({ bucket, key, body });
    } catch (error) {
      throw new StateFailure("States.ResultWriterFailed", messageOf(error), { cause: error });
    }
  };
  record.executionCounts.resultsWritten = 0;
  const yieldToEventLoop = eventLoopYielder();
  const files = new ResultFiles({ folder, lines: config?.OutputType === "JSONL", put });
  for (const child of children.records()) {
    await files.add(kindOf(child), resultsOf(child, config?.Transformation ?? "NONE"));
    record.executionCounts.resultsWritten += 1;
    await yieldToEventLoop();
  }
  const manifest = {
    DestinationBucket: bucket,
    MapRunArn: record.mapRunArn,
    ResultFiles: await files.close(),
  };
  const key = `${folder}/manifest.json`;
  await put(key, JSON.stringify(manifest));
  record.itemCounts.resultsWritten = record.itemCounts.total;
  return { MapRunArn: record.mapRunArn, ResultWriterDetails: { Bucket: bucket, Key: key } };
}

type Kind = "FAILED" | "PENDING" | "SUCCEEDED";

function kindOf(child: ChildRecord): Kind {
  return child.status === "SUCCEEDED" ? "SUCCEEDED" : "FAILED";
}

type ResultFile = { Key: string; Size: number };

/** The result files under way, one of each kind at a time. */
class ResultFiles {
  readonly #written: Record<Kind, ResultFile[]> = { FAILED: [], PENDING: [], SUCCEEDED: [] };
  readonly #open: Record<Kind, { texts: string[]; bytes: number }> = {
    FAILED: { texts: [], bytes: 0 },
    PENDING: { texts: [], bytes: 0 },
    SUCCEEDED: { texts: [], bytes: 0 },
  };
  readonly #options: { folder: string; lines: boolean; put: (key: string, body: string) => Promise<void> };

  constructor(options: {
    folder: string;
    lines: boolean;
    put: (key: string, body: string) => Promise<void>;
  }) {
    this.#options = options;
  }

  async add(kind: Kind, results: readonly JsonValue[]): Promise<void> {
    const open = this.#open[kind];
    for (const result of results) {
      const text = JSON.stringify(result);
      open.texts.push(text);
      open.bytes += text.length + 1;
    }
    if (open.bytes >= fileBytes) {
      await this.#flush(kind);
    }
  }

  async close(): Promise<Record<Kind, ResultFile[]>> {
    for (const kind of ["FAILED", "PENDING", "SUCCEEDED"] as const) {
      await this.#flush(kind);
    }
    return this.#written;
  }

  async #flush(kind: Kind): Promise<void> {
    const { texts } = this.#open[kind];
    if (texts.length === 0) {
      return;
    }
    const { folder, lines, put } = this.#options;
    const written = this.#written[kind];
    const key = `${folder}/${kind}_${written.length}.${lines ? "jsonl" : "json"}`;
    const body = lines ? texts.map((text) => `${text}\n`).join("") : `[${texts.join(",")}]`;
    this.#open[kind] = { texts: [], bytes: 0 };
    await put(key, body);
    written.push({ Key: key, Size: Buffer.byteLength(body) });
  }
}
