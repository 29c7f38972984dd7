import { alterCatalog, refusesTransaction, type Definition } from "../catalog/alter-catalog.ts";
import type { CatalogBook } from "../catalog/catalog-book.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { SqlError } from "../sql-error.ts";
import { bindParameters, type SqlParameter } from "../sql/bind-parameters.ts";
import { parseStatement } from "../sql/parse-statement.ts";
import { splitStatements } from "../sql/split-statements.ts";
import type { IamRole, Statement } from "../sql/statement.ts";
import { tokenize } from "../sql/tokenize.ts";
import type { Outcome } from "../statements/statement-runner.ts";
import type { StatementStore } from "../statements/statement-store.ts";
import { runUnload } from "../unload/run-unload.ts";
import { withQuery, type QueryEnvironment } from "../query/open-query.ts";
import { prepareQuery } from "../query/prepare-query.ts";
import { runSelect } from "./run-select.ts";

/** What statements run against. */
export type Warehouse = {
  book: CatalogBook;
  store: StatementStore;
  environment: QueryEnvironment;
  clock: { now(): number };
  region: string;
  /** The roles that the stage declares. */
  iamRoles: readonly string[];
  /** What `IAM_ROLE default` means, if anything. */
  defaultIamRole: string | undefined;
};

/** The changes of a transaction, which nobody else sees until it commits. */
export type Transaction = { definitions: Definition[]; catalog: Catalog };

export type StatementRun = {
  /** Where a result goes. */
  statementId: string;
  workgroup: string;
  database: string;
  parameters: readonly SqlParameter[];
  /** Undefined: the statement commits by itself. */
  transaction: Transaction | undefined;
  signal: AbortSignal;
};

const nothingToCount: Outcome = { resultRows: -1, resultSize: -1, hasResultSet: false };

/** Runs one statement's text. Throws a `SqlError`. */
export async function runStatement(sql: string, run: StatementRun, warehouse: Warehouse): Promise<Outcome> {
  const statement = readStatement(sql, run.parameters);
  if (run.transaction && refusesTransaction(statement)) {
    throw new SqlError(
      "active_sql_transaction",
      `${transactionName(statement)} cannot run inside a transaction block`,
    );
  }
  const catalog = run.transaction?.catalog ?? warehouse.book.get(run.workgroup);
  const { signal, database } = run;
  const { environment } = warehouse;
  const now = warehouse.clock.now();
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
      return runUnload(statement, { catalog, database, environment, now, signal });
    case "createExternalSchema":
      checkRoles(rolesOf(statement.iamRole, warehouse), warehouse);
      checkRegion(statement.region, warehouse);
      return define(statement, run, warehouse);
    case "createView":
      // The query must parse and name its tables in full; that they exist is asked when the view is read.
      await prepareView(statement.query, { catalog, database }, warehouse);
      return define(statement, run, warehouse);
    case "dropSchema":
    case "createExternalTable":
    case "dropTable":
    case "dropView":
    case "addPartitions":
    case "dropPartition":
    case "setPartitionLocation":
    case "setTableLocation":
      return define(statement, run, warehouse);
  }
}

function readStatement(sql: string, parameters: readonly SqlParameter[]): Statement {
  const tokens = bindParameters(tokenize(sql), parameters);
  const [statement, another] = splitStatements(tokens);
  if (another) {
    throw new SqlError("syntax_error", "cannot insert multiple commands into a prepared statement");
  }
  return parseStatement(statement ?? [], sql);
}

function define(definition: Definition, run: StatementRun, { book }: Warehouse): Outcome {
  if (run.transaction) {
    run.transaction.catalog = alterCatalog(run.transaction.catalog, definition);
    run.transaction.definitions.push(definition);
  } else {
    book.define(run.workgroup, [definition]);
  }
  return nothingToCount;
}

async function prepareView(
  query: string,
  place: { catalog: Catalog; database: string },
  { environment, clock }: Warehouse,
): Promise<void> {
  try {
    await prepareQuery(tokenize(query), { ...place, parser: environment.parser, now: clock.now() });
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
      return "CREATE EXTERNAL TABLE";
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
    case "createView":
    case "dropView":
    case "unload":
    case "select":
      return statement.kind.toUpperCase();
  }
}
