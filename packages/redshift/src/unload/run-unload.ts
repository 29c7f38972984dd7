import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { Catalog } from "../catalog/catalog.ts";
import { parseS3Location, s3Url, type S3Location } from "../catalog/s3-location.ts";
import type { Storage } from "../storage.ts";
import { withQuery, type OpenQuery, type QueryEnvironment } from "../query/open-query.ts";
import { describeQuery } from "../query/describe-query.ts";
import { prepareQuery, type PreparedQuery } from "../query/prepare-query.ts";
import { asStorageError, notSupported, SqlError, syntaxErrorAtEnd } from "../errors.ts";
import type { Unload } from "../grammar/statement.ts";
import { splitStatements, tokenize } from "../sql/tokenize.ts";
import type { Outcome } from "../statements/statement-runner.ts";
import { fileKey } from "./file-names.ts";
import { manifestText, type UnloadedFile } from "./manifest.ts";
import { partitionOutputs, type Output } from "./partition-outputs.ts";
import { cleanPath, refuseOccupied } from "./prepare-target.ts";
import { writeCsv } from "./write-csv.ts";
import { writeParquet } from "./write-parquet.ts";

export type UnloadContext = {
  catalog: Catalog;
  database: string;
  environment: QueryEnvironment;
  /** Of the role that writes. */
  storage: Storage;
  /** The statement's start, in milliseconds since 1970. */
  now: number;
  signal: AbortSignal;
};

/**
 * Runs an UNLOAD: the manifest, where there is one, is put last. Throws `storage_error` for what S3 refuses.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD.html
 */
export async function runUnload(unload: Unload, context: UnloadContext): Promise<Outcome> {
  try {
    return await unloadQuery(unload, context);
  } catch (error) {
    throw asStorageError(error);
  }
}

async function unloadQuery(unload: Unload, context: UnloadContext): Promise<Outcome> {
  const { catalog, database, environment, storage, now, signal } = context;
  const target = parseS3Location(unload.to);
  const statements = splitStatements(tokenize(unload.query));
  const [tokens, another] = statements;
  if (!tokens) {
    throw syntaxErrorAtEnd();
  }
  const first = tokens[0]?.text;
  if (another || (first !== "select" && first !== "with" && first !== "(")) {
    throw notSupported("UNLOAD of anything but one SELECT");
  }
  const query = await prepareQuery(tokens, { catalog, parser: environment.parser, now, database });
  if (query.isLimited) {
    throw new SqlError(
      "feature_not_supported",
      "Limit clause is not supported in the outermost SELECT of UNLOAD: nest it",
    );
  }
  await refuseOccupied(target, unload, storage);
  const geometry = query.outputs.find(({ type }) => type?.kind === "geometry" || type?.kind === "super");
  if (geometry) {
    throw notSupported(
      `UNLOAD of the column "${geometry.name}" of type ${geometry.type?.kind.toUpperCase()}`,
    );
  }
  const written = await withQuery(query, { catalog, database, environment, signal }, (open) =>
    writeAll({ query, target, unload, open, context }),
  );
  return { resultRows: written.rows, resultSize: 0, hasResultSet: false };
}

type Writing = {
  query: PreparedQuery;
  target: S3Location;
  unload: Unload;
  open: OpenQuery;
  context: UnloadContext;
};

async function writeAll({ query, target, unload, open, context }: Writing): Promise<{ rows: number }> {
  const { storage } = context;
  const { bucket } = target;
  const { encryption } = unload;
  const columns = await describeQuery(open, query);
  const outputs = await partitionOutputs({ sql: query.sql, columns, prefix: target.key, unload, open });
  const prefixes = outputs.map(({ prefix }) => prefix);
  await cleanPath(bucket, prefixes, { target: unload.target, storage });
  const unloaded: UnloadedFile[] = [];
  let rows = 0;
  for (const output of outputs) {
    const written = await writeOutput(output, unload, { open, signal: context.signal });
    rows += written.rows;
    // Without rows there is no file, and no manifest.
    if (written.rows === 0) {
      continue;
    }
    for (const file of written.files) {
      const key = fileKey(output.prefix, file, unload);
      context.signal.throwIfAborted();
      await storage.put(bucket, key, { filePath: file.path, encryption });
      unloaded.push({ url: s3Url({ bucket, key }), bytes: file.bytes, records: file.records });
    }
  }
  if (unload.manifest !== "none" && rows > 0) {
    const text = manifestText(unloaded, {
      verbose: unload.manifest === "verbose",
      columns: outputs[0]?.columns ?? columns,
    });
    const filePath = path.join(open.directory, "manifest");
    await writeFile(filePath, text);
    await storage.put(bucket, `${target.key}manifest`, { filePath, encryption });
  }
  return { rows };
}

async function writeOutput(
  { sql, columns }: Output,
  unload: Unload,
  { open, signal }: { open: OpenQuery; signal: AbortSignal },
): Promise<Awaited<ReturnType<typeof writeParquet>>> {
  const source = { connection: open.connection, sql, columns, directory: open.directory, signal };
  if (unload.format.kind === "parquet") {
    return writeParquet(source, unload.format, unload);
  }
  return writeCsv(source, unload.format, unload);
}
