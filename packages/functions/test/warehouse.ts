import { createReadStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { serveAwsJson } from "@ashiato/aws-json/serve-aws-json";
import { columns, partitionColumn } from "@ashiato/core/columns";
import * as glue from "@ashiato/redshift/catalog/glue-table";
import { openWarehouse as openRedshift } from "@ashiato/redshift/service";
import {
  BatchExecuteStatementCommand,
  DescribeStatementCommand,
  ExecuteStatementCommand,
  GetStatementResultCommand,
  RedshiftDataClient,
} from "@aws-sdk/client-redshift-data";
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";

export const roleArn = "arn:aws:iam::000000000000:role/warehouse";

const region = "ap-northeast-1";

/** The app's table of locations over the bucket `lake`. */
const locations: glue.GlueTable = {
  name: "locations",
  location: "s3://lake/store/",
  columns: columns.map(({ name, type }) => ({ name, type })),
  partitionKeys: [partitionColumn],
  serde: {
    library: glue.lazySimpleSerde,
    parameters: { "field.delim": ",", "serialization.format": ",", "serialization.null.format": "" },
  },
  inputFormat: glue.textInputFormat,
  outputFormat: glue.textOutputFormat,
  parameters: { EXTERNAL: "TRUE", classification: "csv", compressionType: "gzip" },
};

/** The local warehouse over an S3, with the app's table of locations. */
export async function openWarehouse(s3: S3Client) {
  const directory = await mkdtemp(path.join(tmpdir(), "ashiato-functions-"));
  const warehouse = await openRedshift({
    region,
    accountId: "000000000000",
    workgroups: [
      {
        name: "warehouse",
        arn: `arn:aws:redshift-serverless:${region}:000000000000:workgroup/warehouse`,
        database: "ashiato",
      },
    ],
    catalog: { databases: [{ name: "ashiato", tables: [locations] }] },
    externalSchemas: [
      { workgroup: "warehouse", schema: "lake", glueDatabase: "ashiato", iamRoleArn: roleArn },
    ],
    iamRoles: [roleArn],
    storage: {
      async *list(Bucket, Prefix) {
        for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket, Prefix })) {
          yield (page.Contents ?? []).map(({ Key = "", Size = 0 }) => ({ key: Key, size: Size }));
        }
      },
      localPath: () => undefined,
      async read(Bucket, Key) {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
        return Body?.transformToWebStream() ?? new ReadableStream();
      },
      async put(Bucket, Key, { filePath }) {
        await new Upload({ client: s3, params: { Bucket, Key, Body: createReadStream(filePath) } }).done();
      },
      async delete(Bucket, keys) {
        await s3.send(
          new DeleteObjectsCommand({ Bucket, Delete: { Objects: keys.map((Key) => ({ Key })) } }),
        );
      },
    },
    clock: { now: () => Date.now() },
    directory,
  });
  const faults: unknown[] = [];
  const http = await serveAwsJson({ services: [warehouse.service], onFault: (fault) => faults.push(fault) });
  const client = new RedshiftDataClient({ region, endpoint: http.url });
  const to = { WorkgroupName: "warehouse", Database: "ashiato" };
  const ended = async (Id: string | undefined, what: string): Promise<string | undefined> => {
    for (;;) {
      const described = await client.send(new DescribeStatementCommand({ Id, WaitTimeSeconds: 30 }));
      if (described.Status === "FINISHED") {
        return Id;
      }
      if (described.Status === "FAILED" || described.Status === "ABORTED") {
        throw new Error(`${described.Error}\n${what}`);
      }
    }
  };
  const resultOf = async (Id: string): Promise<(string | number)[][]> => {
    const { Records = [] } = await client.send(new GetStatementResultCommand({ Id }));
    return Records.map((row) => row.map(({ stringValue, longValue }) => stringValue ?? longValue ?? ""));
  };
  return {
    port: Number(new URL(http.url).port),
    /** Runs a statement that must finish, in a session if it is named, and returns its id. */
    async run(Sql: string, SessionId?: string): Promise<string | undefined> {
      const where = SessionId === undefined ? to : { SessionId };
      const { Id } = await client.send(new ExecuteStatementCommand({ ...where, Sql }));
      return ended(Id, Sql);
    },
    /** The rows of a query, each value as text or number. */
    async rows(sql: string): Promise<(string | number)[][]> {
      return resultOf((await this.run(sql)) ?? "");
    },
    /** Runs statements as one batch, and returns the rows of the last one and the session, which is kept. */
    async batchRows(Sqls: string[]): Promise<{ rows: (string | number)[][]; session: string | undefined }> {
      const batch = new BatchExecuteStatementCommand({ ...to, Sqls, SessionKeepAliveSeconds: 60 });
      const { Id, SessionId: session } = await client.send(batch);
      return { rows: await resultOf(`${await ended(Id, Sqls.join("\n"))}:${Sqls.length}`), session };
    },
    async stop(): Promise<void> {
      client.destroy();
      await http.close();
      await warehouse.close();
      await rm(directory, { recursive: true, force: true });
      if (faults.length > 0) {
        throw new AggregateError(faults, "the warehouse has faults");
      }
    },
  };
}
