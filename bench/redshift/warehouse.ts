import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { serveAwsJson } from "@ashiato/aws-json/serve-aws-json";
import { columns, partitionColumn } from "@ashiato/core/columns";
import { addPartitionSql, stageSql, unloadParquetSql, unloadSql } from "@ashiato/core/export-sql";
import { parquetPrefix } from "@ashiato/core/export-keys";
import {
  type GlueTable,
  lazySimpleSerde,
  textInputFormat,
  textOutputFormat,
} from "@ashiato/redshift/catalog/glue-table";
import { openWarehouse } from "@ashiato/redshift/service";
import type { Storage } from "@ashiato/redshift/storage";
import {
  BatchExecuteStatementCommand,
  DescribeStatementCommand,
  RedshiftDataClient,
} from "@aws-sdk/client-redshift-data";
import { date, lakeBucket, type Measured, measured } from "../made-day/day.ts";

const region = "us-east-1";
const iamRoleArn = "arn:aws:iam::000000000000:role/warehouse";
const workgroup = {
  name: "bench",
  arn: `arn:aws:redshift-serverless:${region}:000000000000:workgroup/bench`,
  database: "bench",
};
const downloadsBucket = "downloads";
const target = {
  date,
  run: "bench",
  version: 1,
  attempt: 0,
  schema: "lake",
  table: "locations",
  lakeBucket,
  downloadsBucket,
  iamRoleArn,
};

/** The table as the app declares it. */
const locations: GlueTable = {
  name: "locations",
  location: `s3://${lakeBucket}/store/`,
  columns: columns.map(({ name, type }) => ({ name, type })),
  partitionKeys: [{ name: partitionColumn.name, type: partitionColumn.type }],
  serde: { library: lazySimpleSerde, parameters: { "field.delim": ",", "serialization.null.format": "" } },
  inputFormat: textInputFormat,
  outputFormat: textOutputFormat,
  parameters: {},
};

const quality = { maxSpeedMetresPerSecond: 400, minJumpMetres: 1_000 };

/** Runs the export by the app's own statements, through the Data API's client. */
export async function unloadByWarehouse(directory: string): Promise<Measured> {
  const { rows, seconds } = await unload(directory, unloadSql(target));
  const downloads = path.join(directory, downloadsBucket);
  const unloaded = await readdir(downloads, { recursive: true });
  const [csv, another] = unloaded.filter((name) => name.endsWith(".csv"));
  if (csv === undefined || another !== undefined) {
    throw new Error("one CSV is expected");
  }
  const result = await measured(path.join(downloads, csv), { seconds, rows });
  await rm(downloads, { recursive: true });
  return result;
}

/** Writes the day's Parquet files by the app's own statement, and returns their paths in order. */
export async function unloadParquet(directory: string): Promise<{ files: string[]; seconds: number }> {
  const { seconds } = await unload(directory, unloadParquetSql(target));
  const folder = path.join(directory, downloadsBucket, parquetPrefix(target));
  const names = await readdir(folder);
  return { files: names.toSorted().map((name) => path.join(folder, name)), seconds };
}

async function unload(directory: string, sql: string): Promise<{ rows: number; seconds: number }> {
  const warehouse = await openWarehouse({
    region,
    accountId: "000000000000",
    workgroups: [workgroup],
    catalog: { databases: [{ name: "bench", tables: [locations] }] },
    externalSchemas: [{ workgroup: workgroup.name, schema: "lake", glueDatabase: "bench", iamRoleArn }],
    iamRoles: [iamRoleArn],
    storage: folderStorage(directory),
    clock: { now: Date.now },
    directory: path.join(directory, "warehouse"),
  });
  const server = await serveAwsJson({
    services: [warehouse.service],
    onFault: (fault) => console.error(fault),
  });
  const client = new RedshiftDataClient({
    region,
    endpoint: server.url,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  await run(client, [addPartitionSql(target)]);
  const started = performance.now();
  const rows = await run(client, [stageSql(target, quality), sql]);
  const seconds = (performance.now() - started) / 1000;
  client.destroy();
  await server.close();
  await warehouse.close();
  await rm(path.join(directory, "warehouse"), { recursive: true });
  return { rows, seconds };
}

/** Runs statements as one batch, and returns the rows of the last one. */
async function run(client: RedshiftDataClient, Sqls: string[]): Promise<number> {
  const { Id } = await client.send(
    new BatchExecuteStatementCommand({
      Sqls,
      WorkgroupName: workgroup.name,
      Database: workgroup.database,
      // External DDL cannot run in a transaction.
      ExecutionMode: Sqls.length === 1 ? "AUTO_COMMIT" : "TRANSACTION",
    }),
  );
  for (;;) {
    const {
      Status,
      Error: error,
      SubStatements,
    } = await client.send(new DescribeStatementCommand({ Id, WaitTimeSeconds: 30 }));
    if (Status === "FINISHED") {
      return SubStatements?.at(-1)?.ResultRows ?? -1;
    }
    if (Status === "FAILED" || Status === "ABORTED") {
      throw new Error(error);
    }
  }
}

/** Buckets are folders of the bench's directory, so that S3 itself takes no time. */
function folderStorage(directory: string): Storage {
  return {
    async *list(bucket, prefix) {
      const folder = path.join(directory, bucket);
      const names = await readdir(folder, { recursive: true }).catch(() => []);
      const keys = names.filter((name) => name.startsWith(prefix)).sort();
      const objects = [];
      for (const key of keys) {
        const found = await stat(path.join(folder, key));
        if (found.isFile()) {
          objects.push({ key, size: found.size });
        }
      }
      yield objects;
    },
    localPath: (bucket, key) => path.join(directory, bucket, key),
    read: async (bucket, key) => {
      throw new Error(`s3://${bucket}/${key} is a plain file, to be read in place`);
    },
    async put(bucket, key, { filePath }) {
      const object = path.join(directory, bucket, key);
      await mkdir(path.dirname(object), { recursive: true });
      await rename(filePath, object);
    },
    async delete(bucket, keys) {
      for (const key of keys) {
        await rm(path.join(directory, bucket, key));
      }
    },
  };
}
