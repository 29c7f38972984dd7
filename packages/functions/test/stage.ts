import { datedRow } from "@ashiato/core/work-row";
import { once } from "node:events";
import { createServer, type IncomingMessage, request as forward, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Settings } from "@ashiato/core/settings";
import { startFauxqs } from "fauxqs";
import { serveTables } from "./tables.ts";
import { ConditionalWrites, preconditionFailed } from "./conditional-writes.ts";

/**
 * A request on its way to S3, SQS or the warehouse; `target` is SQS's action, `RedshiftData.` and an action,
 * or empty for S3.
 */
type Passing = { method: string; path: string; target: string };
export type Intercept = (passing: Passing, body: () => Promise<string>) => Promise<Answer | "pass">;
type Answer = { status: number; contentType: string; body: string };

const settings: Settings = {
  timeZone: "Asia/Tokyo",
  localTime: false,
  parquet: false,
  feedBuckets: "none",
  lateWindowDays: 30,
  futureWindowHours: 24,
  storeReceivers: 4,
  storeWaitSeconds: 1,
  storeEmptyReceives: 1,
  storeFlushMessages: 1_000,
  storeLullMessages: 500,
  storeFlushBytes: 1_000_000,
  storeReserveSeconds: 5,
  storeVisibilitySeconds: 3_600,
  positionsFreshSeconds: 300,
  trackHours: 24,
  supersededDays: 30,
  linkLifetimeSeconds: 900,
};

/** A function's time, as a test gives it. */
export const context = { getRemainingTimeInMillis: () => 60_000 };

/**
 * S3, SQS and DynamoDB on loopback with the app's buckets, queue and tables, and the environment that the
 * handlers find them by. Import the handlers after it. What `intercept` answers never reaches the services.
 */
export async function startStage(changes: Partial<Settings> = {}) {
  const services = await startFauxqs({ port: 0, logger: false });
  let intercept: Intercept = async () => "pass";
  /** Status of each execution that Step Functions knows, by ARN. */
  const executions = new Map<string, string>();
  /** Port of the Data API, once a test has opened a warehouse. */
  let warehousePort = services.port;
  const proxy = createServer((incoming, outgoing) => {
    if (incoming.headers["x-amz-target"] === "AWSStepFunctions.DescribeExecution") {
      void describeExecution({ incoming, outgoing }, executions);
    } else {
      const isStatement = String(incoming.headers["x-amz-target"]).startsWith("RedshiftData.");
      void pass({ incoming, outgoing, port: isStatement ? warehousePort : services.port }, intercept);
    }
  }).listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const address = proxy.address();
  const endpoint = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  const names = { lake: "lake", downloads: "downloads", queueUrl: `${endpoint}/000000000000/reports` };
  const fifo = (name: string) => `${endpoint}/000000000000/${name}.fifo`;
  const refreshesUrl = fifo("refreshes");
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_ENDPOINT_URL_SQS: endpoint,
    AWS_ENDPOINT_URL_SFN: endpoint,
    AWS_ENDPOINT_URL_REDSHIFT_DATA: endpoint,
    AWS_REGION: "ap-northeast-1",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    POWERTOOLS_LOG_LEVEL: "SILENT",
    POWERTOOLS_METRICS_DISABLED: "true",
    SST_RESOURCE_App: JSON.stringify({ name: "ashiato", stage: "test" }),
    SST_RESOURCE_Lake: JSON.stringify({ name: names.lake, type: "sst.aws.Bucket" }),
    SST_RESOURCE_Downloads: JSON.stringify({ name: names.downloads, type: "sst.aws.Bucket" }),
    SST_RESOURCE_Reports: JSON.stringify({ url: names.queueUrl, type: "sst.aws.Queue" }),
    SST_RESOURCE_PositionRefreshes: JSON.stringify({ url: refreshesUrl, type: "sst.aws.Queue" }),
    SST_RESOURCE_PositionPushes: JSON.stringify({ url: fifo("position-pushes"), type: "sst.aws.Queue" }),
    SST_RESOURCE_Pushes: JSON.stringify({ url: fifo("pushes"), type: "sst.aws.Queue" }),
    SST_RESOURCE_Subscriptions: JSON.stringify({ name: "subscriptions", type: "sst.aws.Dynamo" }),
    SST_RESOURCE_Warehouse: JSON.stringify({
      workgroupName: "warehouse",
      database: "ashiato",
      secretArn: "arn:aws:secretsmanager:ap-northeast-1:000000000000:secret:owner",
      schema: "lake",
      table: "locations",
      inboxTable: "inbox",
      daysTable: "days",
      type: "sst.sst.Linkable",
    }),
    SST_RESOURCE_ClientUsage: JSON.stringify({ name: "client-usage", type: "sst.aws.Dynamo" }),
    SST_RESOURCE_Settings: JSON.stringify({ ...settings, ...changes, type: "sst.sst.Linkable" }),
  });
  const tables = await serveTables();
  process.env["AWS_ENDPOINT_URL_DYNAMODB"] = tables.endpoint;
  const s3 = new S3Client({});
  const sqs = new SQSClient({});
  await s3.send(new CreateBucketCommand({ Bucket: names.lake }));
  await s3.send(new CreateBucketCommand({ Bucket: names.downloads }));
  await sqs.send(
    new CreateQueueCommand({
      QueueName: "reports",
      Attributes: { VisibilityTimeout: String({ ...settings, ...changes }.storeVisibilitySeconds) },
    }),
  );
  for (const QueueName of ["refreshes.fifo", "position-pushes.fifo", "pushes.fifo"]) {
    await sqs.send(new CreateQueueCommand({ QueueName, Attributes: { FifoQueue: "true" } }));
  }
  return {
    ...names,
    refreshesUrl,
    pushesUrl: fifo("pushes"),
    s3,
    sqs,
    executions,
    /** Sends statements to a warehouse. */
    useWarehouse(port: number) {
      warehousePort = port;
    },
    intercept(next: Intercept = async () => "pass") {
      intercept = next;
    },
    async keys(bucket: string, prefix = ""): Promise<string[]> {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }));
      return Contents.map(({ Key }) => Key ?? "");
    },
    async read(bucket: string, key: string): Promise<string> {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
      return (key.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
    },
    /** Returns the work rows of all work objects. */
    async workRows(): Promise<string[]> {
      const keys = await this.keys("lake", "work/");
      const texts = await Promise.all(keys.map((key) => this.read("lake", key)));
      return texts.flatMap((text) => text.trimEnd().split("\n")).map((line) => datedRow(line, "Asia/Tokyo"));
    },
    async write(bucket: string, key: string, body: string): Promise<void> {
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: Buffer.from(body) }));
    },
    /** Messages that wait in the queue, and messages that were received and not deleted. */
    async queued(): Promise<{ waiting: number; inFlight: number }> {
      const { Attributes = {} } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: names.queueUrl, AttributeNames: ["All"] }),
      );
      return {
        waiting: Number(Attributes["ApproximateNumberOfMessages"]),
        inFlight: Number(Attributes["ApproximateNumberOfMessagesNotVisible"]),
      };
    },
    reset() {
      intercept = async () => "pass";
      executions.clear();
      services.reset();
    },
    async stop() {
      s3.destroy();
      sqs.destroy();
      proxy.closeAllConnections();
      proxy.close();
      tables.close();
      await services.stop();
    },
  };
}

const conditionalWrites = new ConditionalWrites();

type Exchange = { incoming: IncomingMessage; outgoing: ServerResponse; port: number };

async function describeExecution(
  { incoming, outgoing }: Omit<Exchange, "port">,
  executions: ReadonlyMap<string, string>,
): Promise<void> {
  const { executionArn } = JSON.parse(await text(incoming)) as { executionArn: string };
  const status = executions.get(executionArn);
  const body = status === undefined ? { __type: "ExecutionDoesNotExist" } : { executionArn, status };
  outgoing
    .writeHead(status === undefined ? 400 : 200, { "content-type": "application/x-amz-json-1.0" })
    .end(JSON.stringify(body));
}

async function pass({ incoming, outgoing, port }: Exchange, intercept: Intercept): Promise<void> {
  const { method = "GET", url: path = "/", headers } = incoming;
  const target = String(headers["x-amz-target"] ?? "").replace("AmazonSQS.", "");
  let read: string | undefined;
  const answer = await intercept({ method, path, target }, async () => (read ??= await text(incoming)));
  const say = ({ status, contentType, body }: Answer) => {
    incoming.resume();
    outgoing.writeHead(status, { "content-type": contentType }).end(body);
  };
  if (answer !== "pass") {
    say(answer);
    return;
  }
  const url = `http://127.0.0.1:${port}${path}`;
  await conditionalWrites.write(
    { method, url, headers },
    { write: () => passOn({ incoming, outgoing, port }, read), refuse: () => say(preconditionFailed) },
  );
}

/** Resolves when the service has answered. `body` is what was read of the request already. */
async function passOn({ incoming, outgoing, port }: Exchange, body: string | undefined): Promise<void> {
  const { method, url: path, headers } = incoming;
  const answered = Promise.withResolvers<void>();
  const onward = forward({ host: "127.0.0.1", port, method, path, headers }, (reply) => {
    outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
    reply.pipe(outgoing);
    answered.resolve();
  });
  onward.on("error", (error) => {
    outgoing.destroy(error);
    answered.resolve();
  });
  if (body === undefined) {
    incoming.pipe(onward);
  } else {
    onward.end(body);
  }
  await answered.promise;
}
