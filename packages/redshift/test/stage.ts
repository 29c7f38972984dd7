import { mkdtemp, rm } from "node:fs/promises";
import { createReadStream, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { serveAwsJson } from "@ashiato/aws-json/serve-aws-json";
import {
  CreateBucketCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import {
  DescribeStatementCommand,
  ExecuteStatementCommand,
  GetStatementResultCommand,
  RedshiftDataClient,
  type DescribeStatementResponse,
  type Field,
} from "@aws-sdk/client-redshift-data";
import { Upload } from "@aws-sdk/lib-storage";
import { startFauxqs } from "fauxqs";
import type { GlueTable } from "../src/catalog/glue-table.ts";
import { openWarehouse, type WarehouseOptions } from "../src/service.ts";
import type { Encryption, Storage } from "../src/storage.ts";

export const bucket = "lake";
export const roleArn = "arn:aws:iam::000000000000:role/warehouse";
export const database = "ashiato";
export const workgroup = {
  name: "ashiato-test",
  arn: "arn:aws:redshift-serverless:us-east-1:000000000000:workgroup/7f3f0b3e",
  database,
};

const credentials = { accessKeyId: "local", secretAccessKey: "local" };
const region = "us-east-1";

/** A stage of one warehouse and one S3, with real clients to both. */
export type Stage = Awaited<ReturnType<typeof openStage>>;

export async function openStage(options: Partial<WarehouseOptions> = {}) {
  const directory = await mkdtemp(path.join(tmpdir(), "ashiato-redshift-"));
  const s3Directory = path.join(directory, "s3");
  const server = await startFauxqs({ port: 0, logger: false, s3StorageDir: s3Directory });
  const s3 = new S3Client({
    region,
    credentials,
    endpoint: `http://127.0.0.1:${server.port}`,
    forcePathStyle: true,
  });
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  const clock = { time: Date.parse("2026-11-22T00:15:00.250Z"), now: (): number => clock.time };
  const faults: unknown[] = [];
  const encryptions = new Map<string, Encryption>();
  const opened = {
    region,
    accountId: "000000000000",
    workgroups: [workgroup],
    catalog: { databases: [{ name: "glue_test", tables: [] as GlueTable[] }] },
    externalSchemas: [
      { workgroup: workgroup.name, schema: "lake", glueDatabase: "glue_test", iamRoleArn: roleArn },
    ],
    iamRoles: [roleArn],
    storage: s3Storage(s3, s3Directory, encryptions),
    clock,
    directory: path.join(directory, "warehouse"),
    ...options,
  } satisfies WarehouseOptions;
  let warehouse = await openWarehouse(opened);
  let http = await serve();
  let client = newClient();

  async function serve() {
    return serveAwsJson({ services: [warehouse.service], onFault: (fault) => faults.push(fault) });
  }

  function newClient(): RedshiftDataClient {
    return new RedshiftDataClient({ region, credentials, endpoint: http.url, maxAttempts: 1 });
  }

  return {
    s3,
    clock,
    storage: opened.storage,
    /** What the warehouse keeps between its starts. */
    directory: opened.directory,
    /** By key, what the warehouse asked of S3: this S3 keeps no encryption. */
    encryptions,
    get client() {
      return client;
    },
    /** Stops the warehouse and starts it again on what it kept. */
    async restart(changes: Partial<WarehouseOptions> = {}) {
      client.destroy();
      await http.close();
      await warehouse.close();
      warehouse = await openWarehouse({ ...opened, ...changes });
      http = await serve();
      client = newClient();
    },
    async close() {
      client.destroy();
      await http.close();
      await warehouse.close();
      s3.destroy();
      await server.stop();
      await rm(directory, { recursive: true, force: true });
      if (faults.length > 0) {
        throw new AggregateError(faults, "the service has faults");
      }
    },

    async put(key: string, body: string | Uint8Array) {
      const packed = key.endsWith(".gz") && typeof body === "string" ? gzipSync(body) : Buffer.from(body);
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: packed }));
    },
    async bytes(key: string): Promise<Uint8Array> {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      if (!Body) {
        throw new Error(`s3://${bucket}/${key} has no body`);
      }
      return Body.transformToByteArray();
    },
    async text(key: string): Promise<string> {
      const bytes = Buffer.from(await this.bytes(key));
      return (key.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
    },
    async keys(prefix: string): Promise<string[]> {
      const keys: string[] = [];
      for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: prefix })) {
        keys.push(...(page.Contents ?? []).map((object) => object.Key ?? ""));
      }
      return keys;
    },

    /** Runs a statement to its end, whichever that is. */
    async run(Sql: string, parameters: Record<string, string> = {}): Promise<DescribeStatementResponse> {
      const Parameters = Object.entries(parameters).map(([name, value]) => ({ name, value }));
      const { Id } = await client.send(
        new ExecuteStatementCommand({
          Sql,
          WorkgroupName: workgroup.name,
          Database: database,
          ...(Parameters.length > 0 ? { Parameters } : {}),
        }),
      );
      return this.end(Id);
    },
    async end(Id: string | undefined): Promise<DescribeStatementResponse> {
      for (;;) {
        const described = await client.send(new DescribeStatementCommand({ Id, WaitTimeSeconds: 30 }));
        if (["FINISHED", "FAILED", "ABORTED"].includes(described.Status ?? "")) {
          return described;
        }
      }
    },
    /** Runs a statement that must finish. */
    async finish(sql: string, parameters: Record<string, string> = {}): Promise<DescribeStatementResponse> {
      const described = await this.run(sql, parameters);
      if (described.Status !== "FINISHED") {
        throw new Error(`${described.Status}: ${described.Error}\n${sql}`);
      }
      return described;
    },
    /** The error of a statement that must fail. */
    async fail(sql: string): Promise<string> {
      const described = await this.run(sql);
      if (described.Status !== "FAILED") {
        throw new Error(`${described.Status} instead of FAILED: ${sql}`);
      }
      return described.Error ?? "";
    },
    /** All rows of a query, with their fields as plain values. */
    async rows(sql: string, parameters: Record<string, string> = {}): Promise<unknown[][]> {
      const { Id } = await this.finish(sql, parameters);
      const rows: unknown[][] = [];
      let NextToken: string | undefined;
      do {
        const page = await client.send(new GetStatementResultCommand({ Id, NextToken }));
        rows.push(...(page.Records ?? []).map((record) => record.map(plain)));
        ({ NextToken } = page);
      } while (NextToken !== undefined);
      return rows;
    },
    async value(expression: string): Promise<unknown> {
      const [row] = await this.rows(`SELECT ${expression}`);
      return row?.[0];
    },
  };
}

function plain(field: Field): unknown {
  if (field.isNull) {
    return null;
  }
  return field.stringValue ?? field.longValue ?? field.doubleValue ?? field.booleanValue;
}

/** The injected S3 interface over the local S3: objects that are plain files are read in place. */
function s3Storage(s3: S3Client, s3Directory: string, encryptions: Map<string, Encryption>): Storage {
  return {
    async *list(Bucket, Prefix) {
      for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket, Prefix })) {
        yield (page.Contents ?? []).map(({ Key = "", Size = 0 }) => ({ key: Key, size: Size }));
      }
    },
    localPath(Bucket, key) {
      const file = path.join(s3Directory, "buckets", Bucket, "objects", `${key}.data`);
      return existsSync(file) ? file : undefined;
    },
    async read(Bucket, Key) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      if (!Body) {
        throw new Error(`s3://${Bucket}/${Key} has no body`);
      }
      return Body as unknown as AsyncIterable<Uint8Array>;
    },
    async put(Bucket, Key, { filePath, encryption }) {
      encryptions.set(Key, encryption);
      await new Upload({ client: s3, params: { Bucket, Key, Body: createReadStream(filePath) } }).done();
    },
    async delete(Bucket, keys) {
      await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: keys.map((Key) => ({ Key })) } }));
    },
  };
}
