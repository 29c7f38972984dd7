import type { StatementProgress, StatementRecord } from "../statements/statement-record.ts";
import { retentionMilliseconds, type DataApi } from "./data-api.ts";
import { resourceNotFound } from "./errors.ts";

/**
 * A statement, or the statement of a batch that `<id>:<number>` names, with the record that it belongs to.
 */
export type FoundStatement = { record: StatementRecord; progress: StatementProgress };

/** Returns the id of the statement itself, without the number of a batch's statement. */
export function recordId(id: string): string {
  const colon = id.indexOf(":");
  return colon < 0 ? id : id.slice(0, colon);
}

/** Throws ResourceNotFoundException for an id that was never issued or is over 24 hours old. */
export function findStatement(api: DataApi, id: string): FoundStatement {
  const record = api.store.find(recordId(id));
  const isKept = record !== undefined && record.createdAt > api.clock.now() - retentionMilliseconds;
  const progress =
    record?.id === id ? record : record?.subStatements?.find((statement) => statement.id === id);
  if (!isKept || !progress) {
    throw resourceNotFound("Query does not exist.", id);
  }
  return { record, progress };
}
