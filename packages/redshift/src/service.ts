import path from "node:path";
import { rm } from "node:fs/promises";
import type { AwsJsonService } from "@ashiato/aws-json/serve-aws-json";
import type { ServiceEvent } from "@ashiato/aws-json/service-event";
import { TableFiles } from "./run/table-files.ts";
import { WorkgroupCatalogs } from "./run/workgroup-catalogs.ts";
import { actingRoles, type ActingRole } from "./acting-role.ts";
import type { GlueTable } from "./catalog/glue-table.ts";
import { batchExecuteStatement } from "./data-api/batch-execute-statement.ts";
import { cancelStatement } from "./data-api/cancel-statement.ts";
import type { DataApi, Workgroup } from "./data-api/data-api.ts";
import { describeTable } from "./data-api/describe-table.ts";
import { describeStatement } from "./data-api/describe-statement.ts";
import { executeStatement } from "./data-api/execute-statement.ts";
import { getStatementResult } from "./data-api/get-statement-result.ts";
import { getStatementResultV2 } from "./data-api/get-statement-result-v2.ts";
import { listDatabases } from "./data-api/list-databases.ts";
import { listSchemas } from "./data-api/list-schemas.ts";
import { listTables } from "./data-api/list-tables.ts";
import { listSessions } from "./data-api/list-sessions.ts";
import { listStatements } from "./data-api/list-statements.ts";
import { statusEvent } from "./data-api/status-event.ts";
import { describeListedTable } from "./query/describe-listed-table.ts";
import { openQueryParser } from "./duckdb/query-parser.ts";
import { statementWork } from "./run/run-record.ts";
import { failUnfinished, StatementRunner } from "./statements/statement-runner.ts";
import { Sessions } from "./statements/sessions.ts";
import { StatementStore } from "./statements/statement-store.ts";
import type { Storage } from "./storage.ts";

export type WarehouseOptions = {
  region: string;
  accountId: string;
  workgroups: readonly Workgroup[];
  /** The Glue Data Catalog, as the stage declares it. Statements add to it. */
  catalog: { databases: { name: string; tables: GlueTable[] }[] };
  /** External schemas as a CREATE EXTERNAL SCHEMA would have made them. */
  externalSchemas: readonly { workgroup: string; schema: string; glueDatabase: string; iamRoleArn: string }[];
  /** ARNs of the roles that the stage declares; a statement that names another is refused. */
  iamRoles: readonly string[];
  /** What `IAM_ROLE default` means; without it, it is refused. */
  defaultIamRole?: string;
  storage: Storage;
  /** Returns what the warehouse can do as a role; absent: every role has the storage and the catalog. */
  actAs?: (iamRoleArn: string) => ActingRole;
  clock: { now(): number };
  /** Statements, results, the catalog and DuckDB's temporary files: kept between starts. */
  directory: string;
  /**
   * Puts the event of a statement submitted WithEvent onto an event bus. Must not throw: no request still
   * waits for the statement. Without it, WithEvent is refused.
   */
  onEvent?: ((event: ServiceEvent) => void) | undefined;
  /** DuckDB's memory limit for each statement, as DuckDB writes it. Beyond it DuckDB writes to disk. */
  memoryLimit?: string;
  /** Statements that run at the same time. */
  concurrency?: number;
};

/** Two statements at a time, each on two threads: as much as a laptop has left beside the rest of a stage. */
const defaults = { memoryLimit: "2.5GB", concurrency: 2, threads: 2 };

/**
 * Opens a Redshift Serverless warehouse for local use: its Data API, to be served by `serveAwsJson`, and its
 * end. Throws a `SqlError` for a declared table that it cannot read.
 */
export async function openWarehouse(
  options: WarehouseOptions,
): Promise<{ service: AwsJsonService; close(): Promise<void> }> {
  const { directory, clock, storage, workgroups } = options;
  const workDirectory = path.join(directory, "work");
  await rm(workDirectory, { recursive: true, force: true });
  const store = new StatementStore(directory);
  failUnfinished(store, clock);
  const catalogs = new WorkgroupCatalogs(
    store,
    workgroups.map(({ name }) => name),
    { databases: options.catalog.databases, externalSchemas: [...options.externalSchemas] },
  );
  const tables = new TableFiles(path.join(directory, "tables"));
  tables.deleteUnused(catalogs.tableFiles());
  const parser = await openQueryParser();
  const sessions = new Sessions(clock);
  const limits = { memory: options.memoryLimit ?? defaults.memoryLimit, threads: defaults.threads };
  const environment = {
    parser,
    actAs: actingRoles(storage, options.actAs),
    limits,
    workDirectory,
    tableDirectory: tables.directory,
  };
  const runner = new StatementRunner({
    store,
    clock,
    concurrency: options.concurrency ?? defaults.concurrency,
    work: statementWork({
      catalogs,
      store,
      environment,
      tables,
      sessions,
      clock,
      region: options.region,
      iamRoles: options.iamRoles,
      defaultIamRole: options.defaultIamRole,
    }),
    onFinal: (record) => {
      if (record.sessionId !== undefined) {
        sessions.end(record.sessionId);
      }
      if (record.withEvent) {
        options.onEvent?.(statusEvent(record, options));
      }
    },
  });
  const api: DataApi = {
    store,
    runner,
    sessions,
    clock,
    workgroups,
    hasEventBus: options.onEvent !== undefined,
    catalogOf: (workgroup) => catalogs.get(workgroup, { temporary: {} }),
    columnsOf: (table, where) => describeListedTable(table, { ...where, environment, now: clock.now() }),
    dbUser: "IAMR:local",
  };
  return {
    service: dataApiService(api),
    async close() {
      await runner.close();
      parser.close();
      store.close();
      await rm(workDirectory, { recursive: true, force: true });
    },
  };
}

function dataApiService(api: DataApi): AwsJsonService {
  return {
    targetPrefix: "RedshiftData",
    jsonVersion: "1.1",
    actions: {
      ExecuteStatement: (input, call) => executeStatement(api, input, call),
      BatchExecuteStatement: (input, call) => batchExecuteStatement(api, input, call),
      DescribeStatement: (input, call) => describeStatement(api, input, call),
      GetStatementResult: (input, call) => getStatementResult(api, input, call),
      CancelStatement: (input) => cancelStatement(api, input),
      GetStatementResultV2: (input, call) => getStatementResultV2(api, input, call),
      ListStatements: (input) => listStatements(api, input),
      ListSessions: (input) => listSessions(api, input),
      ListDatabases: (input) => listDatabases(api, input),
      ListSchemas: (input) => listSchemas(api, input),
      ListTables: (input) => listTables(api, input),
      DescribeTable: (input, call) => describeTable(api, input, call),
    },
  };
}
