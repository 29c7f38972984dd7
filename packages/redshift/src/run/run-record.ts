import type { TemporaryTables } from "../catalog/catalog.ts";
import type { StatementProgress, StatementRecord } from "../statements/statement-record.ts";
import { describeFailure, type Outcome, type Work } from "../statements/statement-runner.ts";
import { SqlError } from "../errors.ts";
import { runStatement, type StatementRun, type Transaction, type Warehouse } from "./run-statement.ts";

/** Carries out kept statements, single ones and batches. */
export function statementWork(warehouse: Warehouse): Work {
  return async (record, { signal, changed }) => {
    const session = sessionOf(record, warehouse);
    const common = {
      workgroup: record.workgroup,
      database: record.database,
      parameters: record.parameters,
      queryId: record.redshiftQueryId,
      session,
      signal,
    };
    checkDatabase(record);
    for (const closed of warehouse.sessions.takeClosed()) {
      await warehouse.tables.deleteTemporary(closed);
    }
    try {
      if (!record.subStatements) {
        const run = { ...common, statementId: record.id, transaction: undefined };
        return await runStatement(record.sql, run, warehouse);
      }
      const batch = { statements: record.subStatements, common, changed };
      return await (record.executionMode === "AUTO_COMMIT"
        ? runEach(batch, warehouse)
        : runTransaction(batch, warehouse));
    } finally {
      if (record.sessionId === undefined) {
        await warehouse.tables.deleteTemporary(session);
      }
    }
  };
}

/** A statement without a session has one of its own, which ends with it. */
function sessionOf({ sessionId }: StatementRecord, { sessions }: Warehouse): TemporaryTables {
  if (sessionId === undefined) {
    return { temporary: {} };
  }
  const session = sessions.find(sessionId);
  if (!session) {
    throw new Error(`the session ${sessionId} does not exist`);
  }
  return session;
}

type Batch = {
  statements: StatementProgress[];
  common: Omit<StatementRun, "statementId" | "transaction">;
  changed: () => void;
};

/** Runs all or nothing: the first failure ends the batch, and what it had changed is forgotten. */
async function runTransaction(
  { statements, common, changed }: Batch,
  warehouse: Warehouse,
): Promise<Outcome> {
  const transaction: Transaction = {
    definitions: [],
    catalog: warehouse.catalogs.get(common.workgroup, common.session),
  };
  for (const statement of statements) {
    const failure = await runPart(
      statement,
      { ...common, statementId: statement.id, transaction },
      { changed, warehouse },
    );
    if (failure !== undefined) {
      await warehouse.tables.deleteTemporary(temporaryOf(transaction, common.session));
      throw failure;
    }
  }
  warehouse.catalogs.define(common.workgroup, common.session, transaction.definitions);
  return sumUp(statements);
}

/** Returns the temporary tables that a transaction has created, and that go with it when it fails. */
function temporaryOf({ catalog }: Transaction, session: TemporaryTables): TemporaryTables {
  const created = Object.entries(catalog.temporary).filter(([name]) => !(name in session.temporary));
  return { temporary: Object.fromEntries(created) };
}

/** Runs each for itself: a failure leaves the others alone, and fails the batch as a whole. */
async function runEach({ statements, common, changed }: Batch, warehouse: Warehouse): Promise<Outcome> {
  const failures: Error[] = [];
  for (const statement of statements) {
    common.signal.throwIfAborted();
    const run = { ...common, statementId: statement.id, transaction: undefined };
    const failure = await runPart(statement, run, { changed, warehouse });
    if (failure !== undefined) {
      failures.push(failure);
    }
  }
  const [first] = failures;
  if (first !== undefined) {
    throw first;
  }
  return sumUp(statements);
}

/** Runs one statement of a batch and records its end. Returns the failure, if it failed. */
async function runPart(
  statement: StatementProgress,
  run: StatementRun,
  { changed, warehouse }: { changed: () => void; warehouse: Warehouse },
): Promise<Error | undefined> {
  const note = (progress: Partial<StatementProgress>): void => {
    Object.assign(statement, progress, { updatedAt: warehouse.clock.now() });
    changed();
  };
  const started = performance.now();
  const durationNanoseconds = (): number => Math.round((performance.now() - started) * 1_000_000);
  note({ status: "STARTED" });
  try {
    const outcome = await runStatement(statement.sql, run, warehouse);
    note({ ...outcome, status: "FINISHED", durationNanoseconds: durationNanoseconds() });
    return undefined;
  } catch (error) {
    const failed = run.signal.aborted
      ? { status: "ABORTED" as const }
      : { status: "FAILED" as const, error: describeFailure(error) };
    note({ ...failed, durationNanoseconds: durationNanoseconds() });
    return error instanceof Error ? error : new Error(String(error), { cause: error });
  }
}

function sumUp(statements: readonly StatementProgress[]): Outcome {
  return {
    resultRows: -1,
    resultSize: -1,
    hasResultSet: statements.some((statement) => statement.hasResultSet),
  };
}

function checkDatabase(record: StatementRecord): void {
  if (record.database === record.workgroupDatabase) {
    return;
  }
  throw new SqlError("undefined_object", `database "${record.database}" does not exist`);
}
