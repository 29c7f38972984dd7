import { mkdir, mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Catalog } from "../catalog/catalog.ts";
import { systemViewSql } from "../catalog/system-views.ts";
import type { QueryParser } from "../duckdb/query-parser.ts";
import { asSqlError } from "../duckdb/duckdb-error.ts";
import { openSandbox, type SandboxLimits } from "../duckdb/sandbox.ts";
import { rowColumn } from "../select/target.ts";
import type { Scan } from "../select/translate-from.ts";
import { listFiles, type DataFile } from "../spectrum/list-files.ts";
import { SqlError } from "../errors.ts";
import { createScanView, type PartitionFiles } from "../spectrum/scan-view.ts";
import { selectPartitions } from "../spectrum/select-partitions.ts";
import { unpackBzip2 } from "../spectrum/unpack-bzip2.ts";
import type { ActAs } from "../acting-role.ts";
import type { PreparedQuery } from "./prepare-query.ts";

export type QueryEnvironment = {
  parser: QueryParser;
  actAs: ActAs;
  limits: SandboxLimits;
  /** Where the files of the warehouse's own tables are. */
  tableDirectory: string;
  /** Each query has its own directory here, which goes with it. */
  workDirectory: string;
};

/** A query whose views are there: `connection` runs its SQL, files may be written below `directory`. */
export type OpenQuery = { connection: DuckDBConnection; directory: string };

/**
 * Makes a query's tables readable in a DuckDB of its own, calls `use`, and clears away. Cancelling interrupts
 * DuckDB in the middle of its work.
 */
export async function withQuery<Result>(
  query: PreparedQuery,
  where: { catalog: Catalog; database: string; environment: QueryEnvironment; signal: AbortSignal },
  use: (open: OpenQuery) => Promise<Result>,
): Promise<Result> {
  const { environment, signal } = where;
  await mkdir(environment.workDirectory, { recursive: true });
  const directory = await mkdtemp(path.join(environment.workDirectory, "query-"));
  try {
    const scans: { scan: Scan; partitions: PartitionFiles[] }[] = [];
    for (const scan of query.scans) {
      scans.push({ scan, partitions: await findFiles(scan, { directory, environment, signal }) });
    }
    const files = scans.flatMap(({ partitions }) => partitions.flatMap((partition) => partition.files));
    const paths = [...new Set(files.map((file) => file.path))];
    const sandbox = await openSandbox({ files: paths, workDirectory: directory, limits: environment.limits });
    try {
      return await interruptible({ connection: sandbox.connection, signal, files }, async () => {
        for (const name of query.systemViews) {
          await sandbox.connection.run(systemViewSql(name, where.catalog, where.database));
        }
        for (const { scan, partitions } of scans) {
          const reading = {
            table: scan.external.table,
            partitions,
            pseudoColumns: query.pseudoColumns && !scan.external.table.files,
            rowColumn: scan.isTarget ? rowColumn : undefined,
          };
          await createScanView(sandbox.connection, scan.view, reading);
        }
        return await use({ connection: sandbox.connection, directory });
      });
    } finally {
      sandbox.close();
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function findFiles(
  { external, conjuncts }: Scan,
  {
    directory,
    environment,
    signal,
  }: { directory: string; environment: QueryEnvironment; signal: AbortSignal },
): Promise<PartitionFiles[]> {
  const { definition, files } = external.table;
  if (files) {
    const own = files.map((name) => ({
      path: path.join(environment.tableDirectory, name),
      key: name,
      url: name,
      size: 0,
    }));
    return [{ values: [], files: own }];
  }
  const { iamRoleArns, glueDatabase: database } = external.schema;
  const { storage, authorizeCatalog } = environment.actAs(iamRoleArns);
  authorizeCatalog("GetTable", { database, table: definition.name });
  const listing = { storage, downloadDirectory: directory, signal };
  const filesAt = async (location: string): Promise<DataFile[]> =>
    unpackBzip2(await listFiles(location, listing), definition, { directory, signal });
  if (definition.partitionKeys.length === 0) {
    return [{ values: [], files: await filesAt(definition.location) }];
  }
  authorizeCatalog("GetPartitions", { database, table: definition.name });
  const partitions: PartitionFiles[] = [];
  for (const { values, location } of await selectPartitions(external.table, conjuncts, environment.parser)) {
    partitions.push({ values, files: await filesAt(location) });
  }
  return partitions;
}

/** The stage's files have no names of their own in a message: an object in S3 is named by its URL. */
function withUrls(error: unknown, files: readonly DataFile[]): unknown {
  if (error instanceof SqlError) {
    for (const { path, url } of files) {
      error.message = error.message.replaceAll(path, url);
    }
  }
  return error;
}

/** An interrupt that comes between two DuckDB calls is lost, so it is repeated until the work has ended. */
const interruptEveryMilliseconds = 20;

async function interruptible<Result>(
  {
    connection,
    signal,
    files,
  }: { connection: DuckDBConnection; signal: AbortSignal; files: readonly DataFile[] },
  work: () => Promise<Result>,
): Promise<Result> {
  signal.throwIfAborted();
  let timer: NodeJS.Timeout | undefined;
  const interrupt = (): void => {
    connection.interrupt();
    timer = setInterval(() => connection.interrupt(), interruptEveryMilliseconds);
  };
  signal.addEventListener("abort", interrupt, { once: true });
  try {
    return await work();
  } catch (error) {
    throw withUrls(asSqlError(error), files);
  } finally {
    signal.removeEventListener("abort", interrupt);
    clearInterval(timer);
  }
}
