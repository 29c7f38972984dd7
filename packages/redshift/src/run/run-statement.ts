import { alterCatalog, refusesTransaction, type Definition } from "../ddl/alter-catalog.ts";
import type { WorkgroupCatalogs } from "../run/workgroup-catalogs.ts";
import { findExternalTable, type Catalog, type TemporaryTables } from "../catalog/catalog.ts";
import { isSchema } from "../catalog/own-table.ts";
import { notSupported, SqlError } from "../errors.ts";
import { dropDatabase } from "../sql/database-name.ts";
import { bindParameters, type SqlParameter } from "../sql/bind-parameters.ts";
import { parseStatement } from "../grammar/parse-statement.ts";
import type { IamRole, Statement } from "../grammar/statement.ts";
import { splitStatements, tokenize } from "../sql/tokenize.ts";
import type { Outcome } from "../statements/statement-runner.ts";
import { catalogCalls } from "./catalog-calls.ts";
import type { StatementStore } from "../statements/statement-store.ts";
import type { Sessions } from "../statements/sessions.ts";
import { createTableAs, insertRows } from "../run/change-tables.ts";
import { deleteRows, updateRows } from "../run/change-rows.ts";
import { mergeRows } from "../run/merge-rows.ts";
import type { Written } from "../run/write-context.ts";
import { createExternalTableAs, insertIntoExternal } from "../run/write-external.ts";
import type { TableFiles } from "../run/table-files.ts";
import { runUnload } from "../unload/run-unload.ts";
import { withQuery, type QueryEnvironment } from "../query/open-query.ts";
import { prepareQuery } from "../query/prepare-query.ts";
import { runSelect } from "../run/run-select.ts";

/** What statements run against. */
export type Warehouse = {
  catalogs: WorkgroupCatalogs;
  store: StatementStore;
  environment: QueryEnvironment;
  tables: TableFiles;
  sessions: Sessions;
  clock: { now(): number };
  region: string;
  /** The roles that the stage declares. */
  iamRoles: readonly string[];
  /** What `IAM_ROLE default` means, if anything. */
  defaultIamRole: string | undefined;
};

/** The changes of a transaction, invisible to others until it commits. */
export type Transaction = { definitions: Definition[]; catalog: Catalog };

export type StatementRun = {
  /** Where a result goes. */
  statementId: string;
  queryId: number;
  workgroup: string;
  database: string;
  parameters: readonly SqlParameter[];
  /** Whose temporary tables the statement sees. */
  session: TemporaryTables;
  /** Undefined: the statement commits by itself. */
  transaction: Transaction | undefined;
  signal: AbortSignal;
};

const nothingToCount: Outcome = { resultRows: -1, resultSize: -1, hasResultSet: false };

/** Runs one statement's text. Throws a `SqlError`. */
export async function runStatement(sql: string, run: StatementRun, warehouse: Warehouse): Promise<Outcome> {
  const catalog = run.transaction?.catalog ?? warehouse.catalogs.get(run.workgroup, run.session);
  const statement = readStatement(sql, run, catalog);
  if (run.transaction && refusesTransaction(statement, catalog)) {
    throw new SqlError(
      "active_sql_transaction",
      `${transactionName(statement)} cannot run inside a transaction block`,
    );
  }
  const { signal, database } = run;
  const { environment } = warehouse;
  const now = warehouse.clock.now();
  const writing = {
    catalog,
    database,
    environment,
    tables: warehouse.tables,
    now,
    signal,
    queryId: run.queryId,
    authorize: (arns: readonly string[]) => checkRoles(arns, warehouse),
  };
  switch (statement.kind) {
    case "select": {
      const query = await prepareQuery(statement.tokens, {
        catalog,
        database,
        parser: environment.parser,
        now,
      });
      for (const scan of query.scans) {
        checkRoles(scan.external.schema.iamRoleArns, warehouse);
      }
      return withQuery(query, { catalog, database, environment, signal }, ({ connection }) =>
        runSelect(connection, query, { store: warehouse.store, statementId: run.statementId }),
      );
    }
    case "unload":
      checkRoles(rolesOf(statement.iamRole, warehouse), warehouse);
      checkRegion(statement.region, warehouse);
      return runUnload(statement, {
        catalog,
        database,
        environment,
        storage: environment.actAs(rolesOf(statement.iamRole, warehouse)).storage,
        now,
        signal,
      });
    case "createExternalSchema":
      checkRoles(rolesOf(statement.iamRole, warehouse), warehouse);
      checkRegion(statement.region, warehouse);
      return define([statement], run, warehouse);
    case "createView":
      // The query must parse and name its tables in full; that they exist is asked when the view is read.
      await prepareView(statement.query, { catalog, database }, warehouse);
      return define([statement], run, warehouse);
    case "createTableAs":
      return keep(await createTableAs(statement, writing), run, warehouse);
    case "insert": {
      const { schema, name } = statement.table;
      if (schema === undefined || !Object.hasOwn(catalog.externalSchemas, schema)) {
        return keep(await insertRows(statement, writing), run, warehouse);
      }
      if (!statement.query) {
        throw notSupported("INSERT … VALUES into an external table");
      }
      if (statement.columns) {
        throw notSupported("INSERT into named columns of an external table");
      }
      const external = findExternalTable(catalog, { schema, name });
      return keep(await insertIntoExternal(external, statement.query, writing), run, warehouse);
    }
    case "update":
      return keep(await updateRows(statement, writing), run, warehouse);
    case "delete":
      return keep(await deleteRows(statement, writing), run, warehouse);
    case "merge":
      return keep(await mergeRows(statement, writing), run, warehouse);
    case "createExternalTableAs":
      return keep(await createExternalTableAs(statement, writing), run, warehouse);
    case "createSchema":
    case "createTable":
    case "renameTable":
    case "dropSchema":
    case "createExternalTable":
    case "dropTable":
    case "dropView":
    case "addPartitions":
    case "dropPartition":
    case "setPartitionLocation":
    case "setTableLocation":
      return define([statement], run, warehouse);
  }
}

function readStatement(sql: string, { parameters, database }: StatementRun, catalog: Catalog): Statement {
  const bound = bindParameters(tokenize(sql), parameters);
  const tokens = dropDatabase(bound, database, (name) => isSchema(catalog, name));
  const [statement, another] = splitStatements(tokens);
  if (another) {
    throw new SqlError("syntax_error", "cannot insert multiple commands into a prepared statement");
  }
  return parseStatement(statement ?? [], sql);
}

function define(definitions: readonly Definition[], run: StatementRun, warehouse: Warehouse): Outcome {
  const { catalogs, environment } = warehouse;
  const catalog = run.transaction?.catalog ?? catalogs.get(run.workgroup, run.session);
  for (const definition of definitions) {
    const calls = catalogCalls(definition, catalog, (role) => rolesOf(role, warehouse));
    for (const { iamRoleArns, action, ...on } of calls) {
      environment.actAs(iamRoleArns).authorizeCatalog(action, on);
    }
  }
  if (run.transaction) {
    run.transaction.catalog = definitions.reduce(alterCatalog, run.transaction.catalog);
    run.transaction.definitions.push(...definitions);
  } else {
    catalogs.define(run.workgroup, run.session, definitions);
  }
  return nothingToCount;
}

function keep({ changes, rows }: Written, run: StatementRun, warehouse: Warehouse): Outcome {
  define(changes, run, warehouse);
  return { ...nothingToCount, resultRows: rows };
}

async function prepareView(
  query: string,
  { catalog, database }: { catalog: Catalog; database: string },
  { environment, clock }: Warehouse,
): Promise<void> {
  try {
    await prepareQuery(tokenize(query), { catalog, parser: environment.parser, now: clock.now(), database });
  } catch (error) {
    if (!(error instanceof SqlError) || error.code !== "undefined_object") {
      throw error;
    }
  }
}

function rolesOf(role: IamRole, { defaultIamRole }: Warehouse): string[] {
  if (role.kind === "arns") {
    return role.arns;
  }
  if (defaultIamRole === undefined) {
    throw new SqlError("insufficient_privilege", "the default IAM role is not set for the namespace");
  }
  return [defaultIamRole];
}

/** https://docs.aws.amazon.com/redshift/latest/mgmt/authorizing-redshift-service.html */
function checkRoles(arns: readonly string[], { iamRoles }: Warehouse): void {
  const unknown = arns.find((arn) => !iamRoles.includes(arn));
  if (unknown !== undefined) {
    throw new SqlError(
      "insufficient_privilege",
      `Not authorized to get credentials of role ${unknown}: the stage declares no such role`,
    );
  }
}

function checkRegion(region: string | undefined, warehouse: Warehouse): void {
  if (region === undefined || region === warehouse.region) {
    return;
  }
  throw new SqlError(
    "feature_not_supported",
    `the region ${region} is not the stage's region ${warehouse.region}`,
  );
}

function transactionName(statement: Statement): string {
  switch (statement.kind) {
    case "createExternalTable":
    case "createExternalTableAs":
      return "CREATE EXTERNAL TABLE";
    case "insert":
      return "INSERT into an external table";
    case "dropTable":
      return "DROP TABLE of an external table";
    case "createExternalSchema":
      return "CREATE EXTERNAL SCHEMA … CREATE EXTERNAL DATABASE";
    case "dropSchema":
      return "DROP SCHEMA … DROP EXTERNAL DATABASE";
    case "addPartitions":
    case "dropPartition":
    case "setPartitionLocation":
    case "setTableLocation":
      return "ALTER EXTERNAL TABLE";
    case "createSchema":
    case "createTable":
    case "createTableAs":
    case "renameTable":
    case "update":
    case "delete":
    case "merge":
    case "createView":
    case "dropView":
    case "unload":
    case "select":
      return statement.kind.toUpperCase();
  }
}
