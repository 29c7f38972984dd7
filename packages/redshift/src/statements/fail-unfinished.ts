import { isFinal } from "./statement-record.ts";
import type { StatementStore } from "./statement-store.ts";

/** Fails the statements that an earlier process left unfinished: nobody works on them any more. */
export function failUnfinished(store: StatementStore, clock: { now(): number }): void {
  for (const record of store.all()) {
    if (isFinal(record.status)) continue;
    const end = {
      status: "FAILED" as const,
      error: "ERROR: The warehouse ended while the statement ran",
      updatedAt: clock.now(),
    };
    const subStatements = record.subStatements?.map((statement) =>
      isFinal(statement.status) ? statement : { ...statement, ...end },
    );
    store.save({ ...record, ...end, subStatements });
  }
}
