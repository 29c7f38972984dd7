import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { Catalog } from "../catalog/catalog.ts";
import { parseS3Location, s3Url, type S3Location } from "../catalog/s3-location.ts";
import { withQuery, type OpenQuery, type QueryEnvironment } from "../run/open-query.ts";
import { prepareQuery } from "../run/prepare-query.ts";
import { notSupported, SqlError } from "../sql-error.ts";
import type { Unload } from "../sql/statement.ts";
import { tokenize } from "../sql/tokenize.ts";
import { splitStatements } from "../sql/split-statements.ts";
import { syntaxErrorAtEnd } from "../sql-error.ts";
import type { Outcome } from "../statements/statement-runner.ts";
import type { Storage } from "../storage.ts";
import type { OutputColumn } from "./csv-columns.ts";
import { fileKey } from "./file-names.ts";
import { manifestText, type UnloadedFile } from "./manifest.ts";
import { partitionOutputs, type Output } from "./partition-outputs.ts";
import { writeCsv } from "./write-csv.ts";
import { writeParquet } from "./write-parquet.ts";

export type UnloadContext = {
  catalog: Catalog;
  database: string;
  environment: QueryEnvironment;
  /** The statement's start, in milliseconds since 1970. */
  now: number;
  signal: AbortSignal;
};

/** Runs an UNLOAD: the manifest, where there is one, is put last. https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD.html */
export async function runUnload(unload: Unload, context: UnloadContext): Promise<Outcome> {
  const { catalog, database, environment, now, signal } = context;
  const target = parseS3Location(unload.to);
  const statements = splitStatements(tokenize(unload.query));
  const [tokens, another] = statements;
  if (!tokens) throw syntaxErrorAtEnd();
  const first = tokens[0]?.text;
  if (another || (first !== "select" && first !== "with" && first !== "("))
    throw notSupported("UNLOAD of anything but one SELECT");
  const query = await prepareQuery(tokens, { catalog, parser: environment.parser, now });
  if (query.isLimited) {
    throw new SqlError(
      "feature_not_supported",
      "Limit clause is not supported in the outermost SELECT of UNLOAD: nest it",
    );
  }
  await prepareTarget(target, unload, environment.storage);
  const written = await withQuery(query, { catalog, database, environment, signal }, (open) =>
    writeAll({ sql: query.sql, target, unload, open, context }),
  );
  return { resultRows: written.rows, resultSize: 0, hasResultSet: false };
}

type Writing = { sql: string; target: S3Location; unload: Unload; open: OpenQuery; context: UnloadContext };

async function writeAll({ sql, target, unload, open, context }: Writing): Promise<{ rows: number }> {
  const { storage } = context.environment;
  const columns = await describe(open, sql);
  const outputs = await partitionOutputs({ sql, columns, prefix: target.key, unload, open });
  const unloaded: UnloadedFile[] = [];
  let rows = 0;
  for (const output of outputs) {
    const written = await writeOutput(output, unload, { open, signal: context.signal });
    rows += written.rows;
    for (const file of written.files) {
      const key = fileKey(output.prefix, file, unload);
      context.signal.throwIfAborted();
      await storage.put(target.bucket, key, file.path);
      unloaded.push({ url: s3Url({ bucket: target.bucket, key }), bytes: file.bytes, records: file.records });
    }
  }
  if (unload.manifest !== "none") {
    const text = manifestText(unloaded, {
      verbose: unload.manifest === "verbose",
      columns: outputs[0]?.columns ?? columns,
    });
    const file = path.join(open.directory, "manifest");
    await writeFile(file, text);
    await storage.put(target.bucket, `${target.key}manifest`, file);
  }
  return { rows };
}

async function writeOutput(
  { sql, columns }: Output,
  unload: Unload,
  { open, signal }: { open: OpenQuery; signal: AbortSignal },
): Promise<Awaited<ReturnType<typeof writeParquet>>> {
  const source = { connection: open.connection, sql, columns, directory: open.directory, signal };
  if (unload.format.kind === "parquet") return writeParquet(source, unload);
  return writeCsv(source, unload.format, unload);
}

async function describe({ connection }: OpenQuery, sql: string): Promise<OutputColumn[]> {
  const statement = await connection.prepare(sql);
  return Array.from({ length: statement.columnCount }, (_, index) => ({
    name: statement.columnName(index),
    type: statement.columnType(index),
  }));
}

/** https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD.html (ALLOWOVERWRITE, CLEANPATH) */
async function prepareTarget({ bucket, key }: S3Location, unload: Unload, storage: Storage): Promise<void> {
  if (unload.target === "allow-overwrite") return;
  for await (const page of storage.list(bucket, key)) {
    if (page.length === 0) continue;
    if (unload.target === "must-be-empty") {
      throw new SqlError(
        "storage_error",
        "Specified unload destination on S3 is not empty. Consider using a different bucket / prefix, manually removing " +
          "the target files in S3, or using the ALLOWOVERWRITE option.",
      );
    }
    await storage.delete(
      bucket,
      page.map((object) => object.key),
    );
  }
}
