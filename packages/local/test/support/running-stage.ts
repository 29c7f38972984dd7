import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CloudWatchLogsClient, paginateFilterLogEvents } from "@aws-sdk/client-cloudwatch-logs";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { RedshiftDataClient } from "@aws-sdk/client-redshift-data";
import { GetObjectCommand, paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";
import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { SQSClient } from "@aws-sdk/client-sqs";
import { type ExportDocument, versionDocumentSchema } from "@ashiato/core/export-document";
import { vi } from "vitest";
import type { Stage, StageOptions } from "../../src/stage/stage.ts";
import { startStage } from "../../src/stage/start-stage.ts";
import { root } from "./evaluated.ts";

/** The access key that a stage hands out. */
export function credentialsOf(environment: Record<string, string> | undefined) {
  const { AWS_ACCESS_KEY_ID: accessKeyId = "", AWS_SECRET_ACCESS_KEY: secretAccessKey = "" } =
    environment ?? {};
  return { accessKeyId, secretAccessKey };
}

/** A running stage with real SDK clients on it, as a user of the app would have them. */
export class RunningStage {
  readonly directory: string;
  readonly stage: Stage;
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly sfn: SFNClient;
  readonly lambda: LambdaClient;
  readonly redshift: RedshiftDataClient;
  readonly logs: CloudWatchLogsClient;

  private constructor(directory: string, stage: Stage) {
    this.directory = directory;
    this.stage = stage;
    const common = { region: stage.plan.region, credentials: credentialsOf(stage.environment) };
    this.s3 = new S3Client({ ...common, endpoint: stage.endpoints.s3, forcePathStyle: true });
    this.sqs = new SQSClient({ ...common, endpoint: stage.endpoints.sqs });
    this.sfn = new SFNClient({ ...common, endpoint: stage.endpoints.sfn });
    this.lambda = new LambdaClient({ ...common, endpoint: stage.endpoints.lambda, maxAttempts: 1 });
    this.redshift = new RedshiftDataClient({ ...common, endpoint: stage.endpoints.redshiftData });
    this.logs = new CloudWatchLogsClient({
      ...common,
      endpoint: stage.endpoints.cloudwatchLogs,
      // StartLiveTail would be sent to another name than the stage's.
      disableHostPrefix: true,
    });
  }

  static async start(options: Partial<StageOptions> = {}): Promise<RunningStage> {
    const directory = options.directory ?? (await mkdtemp(path.join(tmpdir(), "ashiato-stage-")));
    const stage = await startStage({
      root,
      stage: "local",
      directory,
      say: () => undefined,
      onFault: (fault) => {
        throw fault;
      },
      ...options,
    });
    return new RunningStage(directory, stage);
  }

  /** Stops the stage; its state goes too unless another start is to find it. */
  async stop({ keep = false } = {}): Promise<void> {
    for (const client of [this.s3, this.sqs, this.sfn, this.lambda, this.redshift, this.logs]) {
      client.destroy();
    }
    await this.stage.close();
    if (!keep) {
      await rm(this.directory, { recursive: true, force: true });
    }
  }

  output(name: string): string {
    const value = this.stage.outputs[name];
    if (value === undefined) {
      throw new Error(`The program has no output ${name}`);
    }
    return value;
  }

  post(body: unknown): Promise<Response> {
    return fetch(`${this.stage.endpoints.api}/v1/locations`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        authorization: `Bearer ${this.stage.tokens.ingest}`,
      },
      body: JSON.stringify(body),
    });
  }

  async invoke(
    component: string,
    payload: unknown = {},
  ): Promise<{ functionError: string | undefined; payload: unknown }> {
    const answer = await this.lambda.send(
      new InvokeCommand({
        FunctionName: this.stage.functionName(component),
        Payload: JSON.stringify(payload),
      }),
    );
    return {
      functionError: answer.FunctionError,
      payload: JSON.parse(answer.Payload?.transformToString() ?? "null"),
    };
  }

  /** Returns the events of a component's function in the order of their time, none before its first log. */
  async functionLog(component: string): Promise<string[]> {
    const { functions } = this.stage.plan.services.lambda;
    const logGroupName = functions.find((each) => each.component === component)?.logGroup;
    const messages: string[] = [];
    for await (const { events = [] } of paginateFilterLogEvents({ client: this.logs }, { logGroupName })) {
      messages.push(...events.map(({ message = "" }) => message));
    }
    return messages;
  }

  /** Runs the daily batch to its end. */
  async runBatch(input: object = {}): Promise<DescribeExecutionOutput> {
    return this.ended(await this.startBatch(input));
  }

  /** Starts a run, under a name of its own where none is given. */
  async startBatch(input: object = {}, name?: string): Promise<string> {
    const { executionArn = "" } = await this.sfn.send(
      new StartExecutionCommand({
        stateMachineArn: this.output("dailyBatchArn"),
        name,
        input: JSON.stringify(input),
      }),
    );
    return executionArn;
  }

  async ended(executionArn: string): Promise<DescribeExecutionOutput> {
    return vi.waitFor(
      async () => {
        const execution = await this.sfn.send(new DescribeExecutionCommand({ executionArn }));
        if (execution.status === "RUNNING") {
          throw new Error(`${executionArn} still runs`);
        }
        return execution;
      },
      { timeout: 240_000, interval: 100 },
    );
  }

  async keys(bucket: "lakeBucket" | "downloadsBucket", prefix = ""): Promise<string[]> {
    const keys: string[] = [];
    for await (const page of paginateListObjectsV2(
      { client: this.s3 },
      { Bucket: this.output(bucket), Prefix: prefix },
    )) {
      for (const { Key } of page.Contents ?? []) {
        if (Key) {
          keys.push(Key);
        }
      }
    }
    return keys;
  }

  async read(bucket: "lakeBucket" | "downloadsBucket", key: string): Promise<string> {
    const { Body } = await this.s3.send(new GetObjectCommand({ Bucket: this.output(bucket), Key: key }));
    return (await Body?.transformToString()) ?? "";
  }

  /** Newest version's CSV lines of a date, without the header. */
  async exportedLines(date: string): Promise<string[]> {
    const documents = await this.exportDocuments(date);
    const newest = documents.toSorted((a, b) => b.version - a.version)[0];
    if (!newest) {
      throw new Error(`No export of ${date}`);
    }
    const lines: string[] = [];
    for (const { key } of newest.files) {
      const [, ...rows] = (await this.read("downloadsBucket", key)).trimEnd().split("\n");
      lines.push(...rows);
    }
    return lines;
  }

  /** Exports of a date in any order, without the versions that were found unchanged. */
  async exportDocuments(date: string): Promise<ExportDocument[]> {
    const keys = (await this.keys("downloadsBucket", `exports/dt=${date}/`)).filter((key) =>
      key.endsWith("/export.json"),
    );
    const documents = await Promise.all(
      keys.map(async (key) =>
        versionDocumentSchema.parse(JSON.parse(await this.read("downloadsBucket", key))),
      ),
    );
    return documents.filter((document) => "files" in document);
  }
}

/** A report of a device at a time of yesterday in Tokyo. */
export function report(
  deviceId: string,
  secondsOfDay: number,
  position: { latitude?: number; longitude?: number; speed?: number; accuracy?: number } = {},
) {
  const midnight = Date.parse(`${yesterdayInTokyo()}T00:00:00+09:00`);
  return {
    deviceId,
    timestamp: new Date(midnight + secondsOfDay * 1000).toISOString(),
    latitude: 35.68,
    longitude: 139.76,
    ...position,
  };
}

export function yesterdayInTokyo(): string {
  return tokyoDate(Date.now() - 86_400_000);
}

export function tokyoDate(time: number): string {
  return new Date(time + 9 * 3_600_000).toISOString().slice(0, 10);
}
