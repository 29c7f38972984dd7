import type { StatementProgress, StatementRecord } from "../statements/statement-record.ts";
import { describeFailure, type Outcome, type Work } from "../statements/statement-runner.ts";
import { SqlError } from "../sql-error.ts";
import { runStatement, type StatementRun, type Transaction, type Warehouse } from "./run-statement.ts";

/** Carries out kept statements, single ones and batches. */
export function statementWork(warehouse: Warehouse): Work {
  return (record, { signal, changed }) => {
    const common = {
      workgroup: record.workgroup,
      database: record.database,
      parameters: record.parameters,
      signal,
    };
    checkDatabase(record);
    if (!record.subStatements) {
      const run = { ...common, statementId: record.id, transaction: undefined };
      return runStatement(record.sql, run, warehouse);
    }
    const batch = { statements: record.subStatements, common, changed };
    return record.executionMode === "AUTO_COMMIT"
      ? runEach(batch, warehouse)
      : runTransaction(batch, warehouse);
  };
}

type Batch = {
  statements: StatementProgress[];
  common: Omit<StatementRun, "statementId" | "transaction">;
  changed: () => void;
};

/** All or nothing: the first failure ends the batch, and what it had changed is forgotten. */
async function runTransaction(
  { statements, common, changed }: Batch,
  warehouse: Warehouse,
): Promise<Outcome> {
  const transaction: Transaction = { definitions: [], catalog: warehouse.book.get(common.workgroup) };
  for (const statement of statements) {
    const failure = await runPart(
      statement,
      { ...common, statementId: statement.id, transaction },
      { changed, warehouse },
    );
    if (failure !== undefined) {
      throw failure;
    }
  }
  warehouse.book.define(common.workgroup, transaction.definitions);
  return sumUp(statements);
}

/** Each for itself: a failure leaves the others be, and fails the batch as a whole. */
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

/** Runs one statement of a batch and notes how it ended. Gives its failure, if it failed. */
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
  const durationNs = (): number => Math.round((performance.now() - started) * 1_000_000);
  note({ status: "STARTED" });
  try {
    const outcome = await runStatement(statement.sql, run, warehouse);
    note({ ...outcome, status: "FINISHED", durationNs: durationNs() });
    return undefined;
  } catch (error) {
    const failed = run.signal.aborted
      ? { status: "ABORTED" as const }
      : { status: "FAILED" as const, error: describeFailure(error) };
    note({ ...failed, durationNs: durationNs() });
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
